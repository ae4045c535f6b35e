package io.actjs.actctl.command.store;

import io.actjs.actctl.screen.Failure;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.check.StoreCheck;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import io.actjs.storage.sqlite.SqliteVerification;
import io.actjs.storage.sqlite.file.StoreMark;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The store that a command opens itself, found in the same way as {@code start} does. */
public final class StoreOptions {
  /** The database of {@code actctl start}. */
  private static final String DATABASE_VARIABLE = "DATABASE_URL";

  private static final String EXPORT_RUNNING =
      "To export from a running server, back it up with \"actctl backup FILE\", put the copy into a"
          + " directory of its own as actjs.db, and export that";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--data", paramLabel = "DIR", description = "Data directory (default: .actjs).")
  private @Nullable Path data;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "URL of the PostgreSQL database (prefer $DATABASE_URL: other users can see options in"
              + " ps).")
  private @Nullable String database;

  /** Whether the command line names the store. */
  public boolean isGiven() {
    return data != null || database != null;
  }

  /** Opens an existing store. */
  StorageDriver openExisting() {
    return openExisting(EXPORT_RUNNING);
  }

  /**
   * Opens an existing store.
   *
   * @param whileInUse what to do about a directory that a server is using
   */
  public StorageDriver openExisting(String whileInUse) {
    PostgresUrl url = url();
    if (url != null) {
      return PostgresDriver.openExisting(url, PostgresOptions.DEFAULT);
    }
    requireData();
    return open(whileInUse);
  }

  /** Gives the check all that a store holds; nothing in it changes. */
  void inspect(StoreCheck check) {
    PostgresUrl url = url();
    if (url != null) {
      try (StorageDriver driver = openExisting()) {
        driver.contents().inspect(check, check);
      }
      return;
    }
    requireData();
    SqliteVerification.run(dir(), check);
  }

  private void requireData() {
    boolean any =
        Files.exists(dir().resolve(SqliteDriver.FILE))
            || Files.exists(dir().resolve(StoreMark.FILE));
    if (!any) {
      throw new Failure("no data in " + dir() + "; name its directory with --data", null);
    }
  }

  /** Opens a store, creating what does not exist. */
  StorageDriver open() {
    return open(EXPORT_RUNNING);
  }

  private StorageDriver open(String whileInUse) {
    PostgresUrl url = url();
    if (url != null) {
      return PostgresDriver.open(url, PostgresOptions.DEFAULT);
    }
    try {
      return SqliteDriver.open(dir(), SqliteOptions.DEFAULT);
    } catch (ActjsException e) {
      throw e.code() == ProblemCode.DataDirectoryInUse ? inUse(e, whileInUse) : e;
    }
  }

  private static ActjsException inUse(ActjsException e, String whileInUse) {
    return new ActjsException(e.code(), e.detail() + ". " + whileInUse, e);
  }

  /** The data directory; null for a database. */
  public @Nullable Path dataDir() {
    return url() == null ? dir() : null;
  }

  /** Where the store is, for people. */
  String place() {
    PostgresUrl url = url();
    return url == null ? dir().toString() : url.place();
  }

  private Path dir() {
    return (data == null ? Path.of(".actjs") : data).toAbsolutePath().normalize();
  }

  private @Nullable PostgresUrl url() {
    if (data != null && database != null) {
      throw new ParameterException(spec.commandLine(), "--data and --database exclude each other");
    }
    String fromEnvironment = data == null ? System.getenv(DATABASE_VARIABLE) : null;
    String url = database != null ? database : fromEnvironment;
    return url == null || url.isBlank() ? null : PostgresUrl.parse(url);
  }
}
