package io.actjs.storage.move;

import io.actjs.storage.StoreContents;
import io.actjs.storage.StoreContents.ImportProgress;
import io.actjs.storage.StoredItem;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Imports an export into an empty store, in pieces, each a transaction that also records the
 * progress. So an import interrupted anywhere resumes when it is run again. A store with an
 * unfinished import says so and must not be used.
 */
public final class StoreImport {
  private static final int PIECE_ITEMS = 4096;
  private static final long PIECE_BYTES = 4 << 20;
  private static final int BUFFER = 1 << 16;

  private final StoreContents store;
  private final int pieceItems;
  private final List<StoredItem> piece = new ArrayList<>();
  private long pieceBytes;
  private ImportProgress reached;

  private StoreImport(StoreContents store, int pieceItems, ImportProgress reached) {
    this.store = store;
    this.pieceItems = pieceItems;
    this.reached = reached;
  }

  /** The description of an export. */
  public record Verified(ExportHeader header, Totals totals) {}

  /**
   * Reads a whole export, compressed or not, and holds it against its sums.
   *
   * @param bytesRead is told how far it is in the file
   * @throws io.actjs.model.ActjsException {@code ExportInvalid}
   */
  public static Verified verify(Path file, LongConsumer bytesRead) throws IOException {
    try (CountedInput counted = new CountedInput(Files.newInputStream(file), bytesRead);
        InputStream in = plain(counted)) {
      ExportReader reader = new ExportReader(in);
      while (reader.next() != null) {}
      return new Verified(reader.header(), reader.totals());
    }
  }

  /**
   * Takes an export over that was {@link #verify verified}; returns at once when the store has all
   * of it.
   *
   * @throws io.actjs.model.ActjsException {@code ExportInvalid}; {@code StoreNotEmpty}
   */
  public static Verified run(Path file, StoreContents store, LongConsumer bytesRead)
      throws IOException {
    return run(file, store, PIECE_ITEMS, bytesRead);
  }

  static Verified run(Path file, StoreContents store, int pieceItems, LongConsumer bytesRead)
      throws IOException {
    try (CountedInput counted = new CountedInput(Files.newInputStream(file), bytesRead);
        InputStream in = plain(counted)) {
      ExportReader reader = new ExportReader(in);
      ImportProgress reached = store.begin(reader.header().export());
      new StoreImport(store, pieceItems, reached).run(reader);
      return new Verified(reader.header(), reader.totals());
    }
  }

  private static InputStream plain(InputStream counted) throws IOException {
    BufferedInputStream in = new BufferedInputStream(counted, BUFFER);
    in.mark(2);
    boolean compressed = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    try {
      return compressed ? new GZIPInputStream(in, BUFFER) : in;
    } catch (EOFException | ZipException e) {
      throw ExportReader.cut(0, e);
    }
  }

  private void run(ExportReader reader) throws IOException {
    for (StoredItem item = reader.next(); item != null; item = reader.next()) {
      if (!reached.done() && reader.line() > reached.lines()) {
        piece.add(item);
        pieceBytes += reader.lineBytes();
        if (piece.size() >= pieceItems || pieceBytes >= PIECE_BYTES) {
          store(new ImportProgress(reached.export(), reader.line(), false));
        }
      }
    }
    if (!reached.done()) {
      store(new ImportProgress(reached.export(), reader.line(), true));
    }
  }

  private void store(ImportProgress next) {
    store.take(List.copyOf(piece), reached, next);
    reached = next;
    piece.clear();
    pieceBytes = 0;
  }
}
