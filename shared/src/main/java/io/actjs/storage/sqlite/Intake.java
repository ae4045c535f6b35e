package io.actjs.storage.sqlite;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.Pause;
import io.actjs.model.TurnRecord;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.StoredItem;
import io.actjs.storage.codec.ByteWriter;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.jdbc.AccessContents;
import io.actjs.storage.jdbc.PauseTable;
import io.actjs.storage.jdbc.RegistryContents;
import io.actjs.storage.jdbc.RowSum;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.index.FoldStep;
import io.actjs.storage.sqlite.index.TaggedRows;
import io.actjs.storage.sqlite.index.Unapplied;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of an import on its way into the tables; consecutive turns share a chunk. */
final class Intake {
  private final List<Row> rows = new ArrayList<>();
  private @Nullable Chunk chunk;

  private interface Row {
    void write(Session session) throws SQLException;
  }

  private static final class Chunk {
    private final ActorRef ref;
    private final long firstSeq;
    private final ByteWriter out = JournalCodec.begin(256);
    private long lastSeq;

    Chunk(ActorRef ref, long firstSeq) {
      this.ref = ref;
      this.firstSeq = firstSeq;
    }

    boolean takes(TurnRecord turn) {
      return ref.equals(turn.ref()) && out.size() < Unapplied.CHUNK_BYTES;
    }

    void add(TurnRecord turn) {
      JournalCodec.append(out, turn);
      lastSeq = turn.seq();
    }
  }

  private Intake() {}

  static Intake of(List<StoredItem> items) {
    Intake intake = new Intake();
    for (StoredItem item : items) {
      if (!(item instanceof StoredItem.Turn)) {
        intake.endChunk();
      }
      switch (item) {
        case StoredItem.OfRegistry ofRegistry -> intake.add(ofRegistry);
        case StoredItem.OfAccess ofAccess -> intake.add(ofAccess);
        case StoredItem.Paused(Pause pause) -> intake.add(pause);
        case StoredItem.OfActor ofActor -> intake.add(ofActor);
      }
    }
    intake.endChunk();
    return intake;
  }

  void write(Session session) throws SQLException {
    for (Row row : rows) {
      row.write(session);
    }
  }

  private void add(StoredItem.OfRegistry item) {
    rows.add(session -> RegistryContents.take(session, RegistrySql.DIALECT, item));
  }

  private void add(StoredItem.OfAccess item) {
    rows.add(session -> AccessContents.take(session, item));
  }

  private void add(Pause pause) {
    rows.add(session -> PauseTable.insert(session, pause));
  }

  private void add(StoredItem.OfActor item) {
    ActorRef ref = item.ref();
    switch (item) {
      case StoredItem.Actor actor -> head(actor);
      case StoredItem.Turn(TurnRecord turn) -> turn(turn);
      case StoredItem.Snapshot(ActorSnapshot snapshot) -> {
        byte[] state = utf8(snapshot);
        rows.add(
            session ->
                session.update(
                    Sql.SET_SNAPSHOT,
                    ref.className(),
                    ref.id(),
                    snapshot.seq(),
                    snapshot.version().toString(),
                    state,
                    RowSum.of(snapshot, state)));
      }
      case StoredItem.Retained(ActorSnapshot snapshot, long until) -> {
        byte[] state = utf8(snapshot);
        rows.add(
            session ->
                session.update(
                    Sql.SET_RETAINED,
                    ref.className(),
                    ref.id(),
                    snapshot.seq(),
                    snapshot.version().toString(),
                    state,
                    until,
                    RowSum.of(snapshot, state, until)));
      }
      case StoredItem.Pending(InboxMessage message) -> step(ref, new FoldStep.Deliver(message));
      case StoredItem.Later(InboxMessage message) -> step(ref, new FoldStep.PutOff(message));
      case StoredItem.Replied(KeyedReply reply) -> step(ref, new FoldStep.Remember(List.of(reply)));
      case StoredItem.Dead(DeadLetter letter) -> step(ref, new FoldStep.Bury(letter));
    }
  }

  private void step(ActorRef ref, FoldStep step) {
    rows.add(session -> step.write(session, ref));
  }

  private static byte[] utf8(ActorSnapshot snapshot) {
    return snapshot.state().getBytes(StandardCharsets.UTF_8);
  }

  private void head(StoredItem.Actor actor) {
    ActorHead head = actor.head();
    if (head != null) {
      rows.add(
          session ->
              session.update(
                  Sql.SET_HEAD,
                  head.ref().className(),
                  head.ref().id(),
                  head.version().toString(),
                  head.seq(),
                  head.epoch(),
                  head.phase() == ActorHead.Phase.TOMBSTONED ? 1 : 0,
                  actor.closedAt(),
                  head.createdAt(),
                  head.updatedAt()));
      if (!head.tags().isEmpty()) {
        rows.add(session -> TaggedRows.set(session, head.ref(), head.tags()));
      }
    }
  }

  private void turn(TurnRecord turn) {
    if (chunk == null || !chunk.takes(turn)) {
      endChunk();
      chunk = new Chunk(turn.ref(), turn.seq());
    }
    chunk.add(turn);
  }

  private void endChunk() {
    Chunk ended = chunk;
    if (ended != null) {
      byte[] records = JournalCodec.sealed(ended.out);
      rows.add(
          session ->
              session.update(
                  Sql.INSERT_CHUNK,
                  ended.ref.className(),
                  ended.ref.id(),
                  ended.firstSeq,
                  ended.lastSeq,
                  records));
      chunk = null;
    }
  }
}
