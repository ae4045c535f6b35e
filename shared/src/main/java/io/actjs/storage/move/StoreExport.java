package io.actjs.storage.move;

import io.actjs.storage.StoreContents;
import io.actjs.storage.StoredItem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes a store as an export. */
public final class StoreExport {
  private final OutputStream out;
  private final Consumer<Totals> progress;
  private final Sums sums = new Sums();

  private StoreExport(OutputStream out, Consumer<Totals> progress) {
    this.out = out;
    this.progress = progress;
  }

  /**
   * Writes the entire contents as of one moment. It needs memory for a few rows at a time, whatever
   * the size of the store.
   *
   * @param out should be buffered; it is neither flushed nor closed
   * @param progress receives the totals so far after each actor
   */
  public static Totals write(
      StoreContents contents, ExportHeader header, OutputStream out, Consumer<Totals> progress)
      throws IOException {
    StoreExport export = new StoreExport(out, progress);
    try {
      export.line(header.line());
      export.groupLine(Sums.REGISTRY);
      contents.read(export::item);
      export.line(export.sums.endGroup());
      export.line(export.sums.close());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return export.sums.totals();
  }

  private void item(StoredItem item) {
    if (item instanceof StoredItem.Actor) {
      line(sums.endGroup());
      progress.accept(sums.totals());
    }
    sums.count(item);
    groupLine(ItemLines.of(item));
  }

  private void groupLine(String line) {
    sums.add(line(line));
  }

  private byte[] line(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    try {
      out.write(bytes);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }
}
