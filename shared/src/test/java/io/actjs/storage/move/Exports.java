package io.actjs.storage.move;

import io.actjs.storage.StorageDriver;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Exports of tests. */
final class Exports {
  private Exports() {}

  static Path write(StorageDriver store, String id, Path file) {
    ExportHeader header = new ExportHeader(id, store.contents().kind(), 1_000, "test");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      var unused = StoreExport.write(store.contents(), header, out, totals -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** All lines but the header. */
  static List<String> body(Path file) {
    try {
      List<String> lines = List.of(Files.readString(file).split("\n", -1));
      return lines.subList(1, lines.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path lines(Path file, List<String> lines) throws IOException {
    return Files.write(file, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }
}
