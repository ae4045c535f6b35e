package io.actjs.storage.postgres;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.InboxMessage;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Activation;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.jdbc.MessageRows;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.postgres.commit.ActorRows;
import io.actjs.storage.postgres.pool.Database;
import io.actjs.storage.postgres.pool.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A new owner's epoch, and everything it starts from, in one round trip.
 *
 * <p>One script is one transaction. Its first statements lock the actor's row, so they wait for the
 * commit that holds it, and until the end nothing of the actor changes but that a compaction may
 * drop turns: what is read of snapshot and turns is therefore read by one statement.
 *
 * <p>The script waits for the disk. An epoch that was handed out and then lost in a crash of the
 * server would be handed out again, and two owners with one epoch cannot be told apart: the turns
 * of both could be stored in turn. Activations at the same time share the write to the disk.
 *
 * <p>It may be run again after its answer was lost: that costs an epoch, of which there are enough.
 */
final class Activating {
  /** A row that is long unused may be dropped between the making of it and its locking. */
  private static final int ATTEMPTS = 5;

  private final ActorRef ref;
  private final List<TurnRecord> turns = new ArrayList<>();
  private final List<InboxMessage> inbox = new ArrayList<>();
  private @Nullable ActorHead head;
  private @Nullable ActorSnapshot snapshot;
  private long epoch;

  private Activating(ActorRef ref) {
    this.ref = ref;
  }

  static Activation run(Database database, ActorRef ref, long known) {
    return run(database, ref, activating -> activating.steps(known)).activation();
  }

  /** The new epoch alone. */
  static long own(Database database, ActorRef ref) {
    return run(database, ref, Activating::owning).epoch;
  }

  private static Activating run(
      Database database, ActorRef ref, Function<Activating, List<Session.Step>> script) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Activating attempt =
          database.repeat(
              session -> {
                Activating activating = new Activating(ref);
                session.pipeline(script.apply(activating));
                return activating;
              });
      if (attempt.epoch > 0) {
        return attempt;
      }
    }
    throw ActorRows.vanish(database);
  }

  private List<Session.Step> owning() {
    return List.of(
        Session.Step.write(ActivationSql.CREATE, ref.className(), ref.id()),
        Session.Step.read(ActivationSql.OWN, this::own, ref.className(), ref.id()));
  }

  private List<Session.Step> steps(long known) {
    String className = ref.className();
    String id = ref.id();
    List<Session.Step> steps = new ArrayList<>(owning());
    steps.add(
        Session.Step.read(
            ActivationSql.STATE, this::state, className, id, known, Activation.TURNS));
    steps.add(
        Session.Step.read(
            Sql.MESSAGES_AFTER,
            row -> inbox.add(MessageRows.pending(row, ref)),
            className,
            id,
            "",
            Activation.MESSAGES));
    return steps;
  }

  private void own(ResultSet row) throws SQLException {
    head = Rows.head(row);
    epoch = row.getLong(Rows.AFTER_HEAD);
  }

  /** The snapshot has a class version; a turn has none of its own here. */
  private void state(ResultSet row) throws SQLException {
    if (row.getString(2) == null) {
      JournalCodec.readChunk(ref, row.getBytes(3), row.getLong(1), turns::add);
    } else {
      snapshot = Rows.snapshot(row, ref);
    }
  }

  private Activation activation() {
    return new Activation(head, epoch, snapshot, turns, inbox);
  }
}
