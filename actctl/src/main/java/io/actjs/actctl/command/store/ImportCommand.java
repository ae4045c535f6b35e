package io.actjs.actctl.command.store;

import io.actjs.actctl.command.OutputOption;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Progress;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.move.StoreImport;
import io.actjs.storage.move.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl import}. */
@Command(
    name = "import",
    description = {
      "Fill an empty store from a file written by \"actctl export\".",
      "",
      "The file is checked first; a damaged one changes nothing. To resume an interrupted "
          + "import, run the same command again; until it is complete, no server starts on the "
          + "store. No server may use the store in the meantime.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl import --verify shop.ndjson.gz",
      "  DATABASE_URL=postgres://actjs@db/shop actctl import shop.ndjson.gz"
    })
public final class ImportCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @Mixin private StoreOptions store;

  @Mixin private OutputOption output;

  @Option(names = "--verify", description = "Check the file only; open no store.")
  private boolean verify;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "File to read, compressed or not; - for standard input.")
  private String file;

  private interface Reading {
    StoreImport.Verified read(LongConsumer bytesRead) throws IOException;
  }

  @Override
  public Integer call() {
    try {
      return file.equals(STANDARD_INPUT) ? fromStandardInput() : from(Path.of(file));
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + WholeFile.reason(e), e);
    }
  }

  /** Kept in a file until it is checked: an incomplete export must not be stored. */
  private int fromStandardInput() throws IOException {
    Path kept = Files.createTempFile("actctl-import", ".ndjson");
    try {
      Files.copy(System.in, kept, StandardCopyOption.REPLACE_EXISTING);
      return from(kept);
    } finally {
      Files.deleteIfExists(kept);
    }
  }

  private int from(Path path) throws IOException {
    StoreImport.Verified verified = shown(path, bytesRead -> StoreImport.verify(path, bytesRead));
    Totals totals = verified.totals();
    if (verify) {
      output.print(
          Moved.json(totals).put("file", file),
          () -> file + " is complete and undamaged: " + Moved.text(totals));
      return 0;
    }
    boolean had;
    try (StorageDriver driver = store.open()) {
      had = driver.contents().begin(verified.header().export()).done();
      var unused = shown(path, bytesRead -> StoreImport.run(path, driver.contents(), bytesRead));
    }
    output.print(
        Moved.json(totals).put("store", store.place()).put("changed", !had),
        () ->
            had
                ? store.place() + " already contains this export; nothing changed"
                : "imported " + Moved.text(totals) + " into " + store.place());
    return 0;
  }

  private StoreImport.Verified shown(Path path, Reading reading) throws IOException {
    Progress progress = output.progress("bytes");
    long size = Files.size(path);
    try {
      return reading.read(bytes -> progress.show(Math.min(bytes, size), size));
    } finally {
      progress.end();
    }
  }
}
