package io.actjs.actctl.command.store;

import io.actjs.actctl.command.BuildVersion;
import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Progress;
import io.actjs.model.Clock;
import io.actjs.storage.ImportRefusal;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.StoreContents;
import io.actjs.storage.move.ExportHeader;
import io.actjs.storage.move.StoreExport;
import io.actjs.storage.move.Totals;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code actctl export}. */
@Command(
    name = "export",
    description = {
      "Write the entire contents of a store to a file, for \"actctl import\".",
      "",
      "The file reflects a single moment. A server on PostgreSQL may keep running; one "
          + "with a data directory must be stopped, or backed up with \"actctl backup\" first. "
          + "FILE appears once it is complete and on disk; if an export was interrupted, start "
          + "it again.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl export --data .actjs shop.ndjson.gz",
      "  actctl export - | jq -c 'select(.type == \"turn\") | .patch | fromjson'"
    })
public final class ExportCommand implements Callable<Integer> {
  private static final int BUFFER = 1 << 16;
  private static final String STANDARD_OUTPUT = "-";

  @Mixin private StoreOptions store;

  @Mixin private OutputOption output;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "File to write, compressed if its name ends in .gz; - for standard output.")
  private String file;

  @Override
  public Integer call() throws IOException {
    try (StorageDriver driver = store.openExisting()) {
      StoreContents contents = driver.contents();
      ImportRefusal.requireWhole(contents);
      if (file.equals(STANDARD_OUTPUT)) {
        Totals totals = toStandardOutput(contents);
        output.note("exported " + Moved.text(totals));
      } else {
        Totals totals = WholeFile.write(Path.of(file), part -> write(contents, part));
        output.print(
            Moved.json(totals).put("file", file),
            () -> "exported " + Moved.text(totals) + " to " + file);
      }
    }
    return 0;
  }

  /** Not through {@code System.out}, which hides write errors. */
  private Totals toStandardOutput(StoreContents contents) {
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      return write(contents, out);
    } catch (IOException e) {
      throw new Failure("cannot write to standard output: " + WholeFile.reason(e), e);
    }
  }

  private Totals write(StoreContents contents, Path part) throws IOException {
    try (OutputStream plain = Files.newOutputStream(part);
        OutputStream out = file.endsWith(".gz") ? new GZIPOutputStream(plain, BUFFER) : plain) {
      return write(contents, out);
    }
  }

  private Totals write(StoreContents contents, OutputStream target) throws IOException {
    Progress progress = output.progress("actors");
    long actors = contents.actors();
    ExportHeader header =
        new ExportHeader(
            UUID.randomUUID().toString(),
            contents.kind(),
            Clock.SYSTEM.nowMs(),
            BuildVersion.text());
    try {
      OutputStream out = new BufferedOutputStream(target, BUFFER);
      Totals totals =
          StoreExport.write(
              contents,
              header,
              out,
              each -> {
                if (each.actors() % Moved.SHOWN_EVERY == 0) {
                  progress.show(Math.min(each.actors(), actors), actors);
                }
              });
      out.flush();
      return totals;
    } finally {
      progress.end();
    }
  }
}
