package io.actjs.storage.sqlite;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.actjs.model.Clock;
import io.actjs.storage.audit.AuditAction;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.sqlite.file.Incarnation;
import io.actjs.storage.sqlite.file.Incarnation.Mismatch;
import io.actjs.storage.sqlite.file.Loss;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with what is there: the loss is in the audit and in the log, the store continues behind
 * the last position that was ever acknowledged, so that no position means two commits, and it
 * becomes a new incarnation, which the database and a new mark name. A crash in between repeats it.
 */
final class AcceptedLoss {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptedLoss.class);
  private static final String PRINCIPAL = "operator";

  private final Writer writer;
  private final Fold fold;
  private final AuditStore audit;
  private final Path directory;

  AcceptedLoss(Writer writer, Fold fold, AuditStore audit, Path directory) {
    this.directory = directory;
    this.writer = writer;
    this.fold = fold;
    this.audit = audit;
  }

  /** The segments that are left have been read back, and nobody else uses the store yet. */
  void record(Loss loss) {
    accept(loss.text(), meta(loss), Math.max(loss.found().pos(), loss.acknowledged().pos()));
  }

  /**
   * The database of another store was put in the place of this one's.
   *
   * @param acknowledged the last position of the store whose mark is there
   */
  void record(Mismatch mismatch, long acknowledged) {
    String found = new String(JsonStringEncoder.getInstance().quoteAsString(mismatch.found()));
    String meta = "{\"database\":\"%s\",\"mark\":\"%s\"}".formatted(found, mismatch.marked());
    accept(mismatch.text(), meta, acknowledged);
  }

  private void accept(String what, String meta, long acknowledged) {
    LOG.warn("{}: accepted with --accept-loss", what);
    audit.append(
        List.of(
            AuditAction.STORE_LOSS_ACCEPTED.entry(
                Clock.SYSTEM.nowMs(), PRINCIPAL, directory.toString(), meta)));
    fold.all();
    UUID fresh = UUID.randomUUID();
    long pos =
        writer.exclusively(
            () -> {
              long there =
                  Objects.requireNonNull(
                      writer.<@Nullable Long>read(
                          session -> session.first(Sql.LAST_POSITION, row -> row.getLong(1))));
              long next = Math.max(there, acknowledged);
              writer.durably(
                  session -> {
                    new FoldMark(next, null, "").write(session);
                    Incarnation.write(session, fresh);
                  });
              writer.remark(directory, fresh, next);
              return next;
            });
    LOG.warn("the store continues at position {} as incarnation {}", pos, fresh);
  }

  private static String meta(Loss loss) {
    return "{\"lostTurns\":"
        + loss.turns()
        + ",\"exact\":"
        + loss.isExact()
        + ",\"lostCommits\":"
        + loss.commits()
        + ",\"lostChanges\":"
        + loss.changes()
        + ",\"endedAt\":"
        + loss.found().pos()
        + ",\"acknowledged\":"
        + loss.acknowledged().pos()
        + "}";
  }
}
