package io.actjs.storage.sqlite;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.Writer;
import io.actjs.storage.sqlite.index.ActorIndex;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Drops the beginning of an actor's journal, which a snapshot makes unnecessary, in small
 * transactions so that commits never wait long. In the log they come after the snapshot, so no
 * crash leaves them without it; one that undoes some of them leaves a longer journal.
 */
final class Compaction {
  private static final int CHUNKS_AT_A_TIME = 16;

  private final Writer writer;
  private final ActorIndex index;
  private final Fold fold;
  private final TurnOrder order;

  Compaction(Writer writer, ActorIndex index, Fold fold, TurnOrder order) {
    this.order = order;
    this.writer = writer;
    this.index = index;
    this.fold = fold;
  }

  /**
   * @throws IllegalArgumentException when the actor has no snapshot of that turn or a later one
   */
  long compact(ActorRef ref, long upToSeq) {
    writer.exclusively(() -> requireSnapshot(ref, upToSeq));
    // All turns before the snapshot are committed. Now they are in the table too, and so are the
    // places of those that a cursor has not passed.
    if (order.isKept() || !isFolded(ref, upToSeq)) {
      fold.pending();
    }
    return drop(ref, upToSeq);
  }

  private boolean isFolded(ActorRef ref, long upToSeq) {
    return writer.exclusively(
        () ->
            writer.read(
                session -> {
                  ActorHead head = session.first(Sql.HEAD, Rows::head, ref.className(), ref.id());
                  return head != null && head.seq() >= upToSeq;
                }));
  }

  /** Drops the turns up to the given one that the table has. */
  long drop(ActorRef ref, long upToSeq) {
    long dropped = 0;
    long now = writer.exclusively(() -> dropSome(ref, upToSeq));
    while (now > 0) {
      dropped += now;
      now = writer.exclusively(() -> dropSome(ref, upToSeq));
    }
    return dropped;
  }

  private @Nullable Void requireSnapshot(ActorRef ref, long upToSeq) throws SQLException {
    boolean closed = index.locked(() -> index.get(ref).isClosed());
    Long seq =
        writer.read(
            session ->
                session.first(
                    Sql.SNAPSHOT, row -> Rows.snapshotSeq(row, ref), ref.className(), ref.id()));
    if (closed || seq == null || seq < upToSeq) {
      throw new IllegalArgumentException(ref + " has no snapshot of turn " + upToSeq);
    }
    return null;
  }

  private record Chunk(long firstSeq, long lastSeq) {}

  /** Drops some turns that every cursor has passed, and returns how many. */
  private long dropSome(ActorRef ref, long wanted) throws SQLException {
    long upToSeq = Math.min(wanted, order.lastFree(ref));
    List<Chunk> chunks =
        writer.read(
            session ->
                session.list(
                    Sql.OLDEST_CHUNKS,
                    row -> new Chunk(row.getLong(1), row.getLong(2)),
                    ref.className(),
                    ref.id(),
                    upToSeq,
                    CHUNKS_AT_A_TIME));
    if (chunks.isEmpty()) {
      return 0;
    }
    writer.lazily(
        session -> {
          for (Chunk chunk : chunks) {
            drop(session, ref, chunk, upToSeq);
          }
        });
    return Math.min(upToSeq, chunks.getLast().lastSeq()) - chunks.getFirst().firstSeq() + 1;
  }

  /** The later turns of a chunk that reaches beyond the turn become a chunk of their own. */
  private static void drop(Session session, ActorRef ref, Chunk chunk, long upToSeq)
      throws SQLException {
    if (chunk.lastSeq() > upToSeq) {
      byte[] records =
          Objects.requireNonNull(
              session.first(
                  Sql.CHUNK, row -> row.getBytes(1), ref.className(), ref.id(), chunk.firstSeq()));
      session.update(
          Sql.INSERT_CHUNK,
          ref.className(),
          ref.id(),
          upToSeq + 1,
          chunk.lastSeq(),
          JournalCodec.chunkFrom(records, upToSeq + 1));
    }
    session.update(Sql.DELETE_CHUNK, ref.className(), ref.id(), chunk.firstSeq());
  }
}
