package io.actjs.storage.sqlite;

import io.actjs.storage.StorageDriver.Garbage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Drops rows that nothing refers to any more, in small transactions so that commits never wait
 * long. A crash may undo some of them; the next sweep drops these rows again.
 */
final class Sweep {
  private static final int ROWS_AT_A_TIME = 64;
  private static final int TYPICAL_ROW_BYTES = 2 * Database.PAGE_BYTES;

  private final Writer writer;
  private final Fold fold;

  Sweep(Writer writer, Fold fold) {
    this.writer = writer;
    this.fold = fold;
  }

  Garbage run(long nowMs) {
    // Then the tables have lost what a tombstone took with it: it is not counted here.
    fold.pending();
    long blobs = drop(RegistrySql.DELETE_BLOBS, ROWS_AT_A_TIME);
    return new Garbage(blobs, drop(Sql.DELETE_RETAINED_UNTIL, nowMs, ROWS_AT_A_TIME));
  }

  private long drop(String sql, Object... arguments) {
    long dropped = 0;
    int now = dropSome(sql, arguments);
    while (now > 0) {
      dropped += now;
      now = dropSome(sql, arguments);
    }
    return dropped;
  }

  private int dropSome(String sql, Object... arguments) {
    AtomicInteger rows = new AtomicInteger();
    return writer.exclusively(
        () -> {
          writer.lazily(session -> rows.set(session.update(sql, arguments)));
          writer.countLogBytes((long) rows.get() * TYPICAL_ROW_BYTES);
          return rows.get();
        });
  }
}
