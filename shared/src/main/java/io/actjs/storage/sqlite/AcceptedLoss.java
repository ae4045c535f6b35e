package io.actjs.storage.sqlite;

import com.github.f4b6a3.uuid.UuidCreator;
import io.actjs.model.AuditEntry;
import io.actjs.model.Clock;
import io.actjs.storage.jdbc.RegistryTables;
import io.actjs.storage.sqlite.file.Loss;
import io.actjs.storage.sqlite.file.Writer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on without what is missing: the loss is in the audit and in the log, the store continues
 * behind the last position that was ever acknowledged, so that no position means two commits, and
 * it gets a mark of a new incarnation. A crash in between repeats it.
 */
final class AcceptedLoss {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptedLoss.class);
  private static final String PRINCIPAL = "operator";
  private static final String ACTION = "store.loss-accepted";

  private final Writer writer;
  private final Fold fold;
  private final RegistryTables registry;

  AcceptedLoss(Writer writer, Fold fold, RegistryTables registry) {
    this.writer = writer;
    this.fold = fold;
    this.registry = registry;
  }

  /** The segments that are left have been read back, and nobody else uses the store yet. */
  void record(Loss loss, Path directory) {
    LOG.warn("{}: accepted with --accept-loss", loss.text());
    registry.audit(
        new AuditEntry(
            UuidCreator.getTimeOrderedEpoch().toString(),
            Clock.SYSTEM.nowMs(),
            PRINCIPAL,
            ACTION,
            directory.toString(),
            meta(loss)));
    fold.all();
    long pos = Math.max(loss.found().pos(), loss.acknowledged().pos());
    writer.<@Nullable Void>exclusively(
        () -> {
          writer.durably(session -> new FoldMark(pos, null, "").write(session));
          writer.remark(directory, pos);
          return null;
        });
    LOG.warn("the store continues at position {} as incarnation {}", pos, writer.incarnation());
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
