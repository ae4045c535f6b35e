package io.actjs.storage.sqlite;

import io.actjs.storage.jdbc.Transactions;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Writer;
import org.jspecify.annotations.Nullable;

/** The database file as {@link Transactions}: each change is a durable one of the writer. */
final class DurableChanges implements Transactions {
  private final Database database;
  private final Writer writer;
  private final Runnable written;

  /**
   * @param written runs after each change
   */
  DurableChanges(Database database, Writer writer, Runnable written) {
    this.database = database;
    this.writer = writer;
    this.written = written;
  }

  @Override
  public <T extends @Nullable Object> T read(Query<T> query) {
    return database.read(query::run);
  }

  @Override
  public void change(long bytes, Change change) {
    writer.exclusively(
        () -> {
          writer.durably(change::run);
          return null;
        });
    written.run();
  }
}
