package io.actjs.storage.sqlite;

import io.actjs.model.JournalEntry;
import io.actjs.storage.CommitResult;
import io.actjs.storage.codec.ByteWriter;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.codec.JournalCodec.Located;
import java.util.ArrayList;
import java.util.List;

/** A batch as bytes, before it is known which of its entries are accepted. */
final class EncodedBatch {
  private static final int TYPICAL_ENTRY = 320;

  private final List<JournalEntry> batch;
  private final byte[] bytes;
  private final int[] starts;
  private final int[] bodies;

  EncodedBatch(List<JournalEntry> batch) {
    this.batch = batch;
    this.starts = new int[batch.size() + 1];
    this.bodies = new int[batch.size()];
    ByteWriter out = new ByteWriter(1 + TYPICAL_ENTRY * batch.size());
    out.writeByte(JournalCodec.FORMAT);
    for (int i = 0; i < batch.size(); i++) {
      starts[i] = out.size();
      bodies[i] = JournalCodec.writeEntry(out, batch.get(i));
    }
    starts[batch.size()] = out.size();
    this.bytes = out.toByteArray();
  }

  /** A segment's bytes and where its entries are in them. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Segment(byte[] data, List<Located> entries) {}

  Segment accepted(List<CommitResult> results) {
    ByteWriter out = null;
    if (results.stream().anyMatch(result -> result != CommitResult.COMMITTED)) {
      out = new ByteWriter(bytes.length);
      out.writeByte(JournalCodec.FORMAT);
    }
    List<Located> entries = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      if (results.get(i) == CommitResult.COMMITTED) {
        int moved = out == null ? 0 : out.size() - starts[i];
        entries.add(new Located(batch.get(i), bodies[i] + moved, starts[i + 1] - bodies[i]));
        if (out != null) {
          out.writeBytes(bytes, starts[i], starts[i + 1] - starts[i]);
        }
      }
    }
    return new Segment(out == null ? bytes : out.toByteArray(), entries);
  }
}
