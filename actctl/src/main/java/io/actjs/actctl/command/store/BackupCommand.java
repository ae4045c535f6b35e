package io.actjs.actctl.command.store;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Progress;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl backup}. */
@Command(
    name = "backup",
    description = {
      "Copy the data of a server with a data directory while it keeps running.",
      "",
      "The backup contains everything acknowledged before it began. FILE appears once it "
          + "is complete and on disk. To restore it, put it into an empty directory as actjs.db "
          + "and start a server with that directory as --data. To back up a PostgreSQL database, "
          + "use its own tools.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl backup actjs-monday.db",
      "  mkdir restored && cp actjs-monday.db restored/actjs.db",
      "  actctl start --data restored"
    })
public final class BackupCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "FILE", description = "File to write.")
  private Path file;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory of a stopped server to copy, instead of asking a running one.")
  private @Nullable Path data;

  @Override
  protected int run(Server to) {
    long bytes =
        WholeFile.write(file, data == null ? part -> ask(to, part) : part -> copy(data, part));
    output.print(
        Json.object().put("file", file.toString()).put("bytes", bytes),
        () -> "wrote " + file + ", " + bytes + " bytes");
    return 0;
  }

  private long ask(Server to, Path part) throws IOException {
    Progress progress = output.progress("bytes");
    try (OutputStream out = new Counted(Files.newOutputStream(part), progress)) {
      to.download("/v1/admin/backup", out);
    } finally {
      progress.end();
    }
    return Files.size(part);
  }

  private long copy(Path data, Path part) throws IOException {
    if (!Files.exists(data.resolve(SqliteDriver.FILE))) {
      throw new Failure("no data in " + data, null);
    }
    try (StorageDriver store = SqliteDriver.open(data, SqliteOptions.DEFAULT)) {
      output
          .progress("copying")
          .during(
              () -> {
                store.contents().backup(part);
                return null;
              });
    }
    return Files.size(part);
  }

  /** Shows how much was written. */
  private static final class Counted extends FilterOutputStream {
    private final Progress progress;
    private long bytes;

    Counted(OutputStream out, Progress progress) {
      super(out);
      this.progress = progress;
    }

    @Override
    public void write(byte[] chunk, int from, int length) throws IOException {
      out.write(chunk, from, length);
      bytes += length;
      progress.show(bytes, 0);
    }
  }
}
