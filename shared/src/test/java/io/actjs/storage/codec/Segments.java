package io.actjs.storage.codec;

import io.actjs.model.JournalEntry;
import java.util.List;

/** Segments as this version and earlier ones wrote them. */
public final class Segments {
  private Segments() {}

  public static byte[] of(int format, List<? extends JournalEntry> entries) {
    ByteWriter out = new ByteWriter(16);
    Container.begin(out, format);
    entries.forEach(entry -> JournalCodec.writeEntry(out, entry, BodyFormat.of(format)));
    return JournalCodec.sealed(out);
  }
}
