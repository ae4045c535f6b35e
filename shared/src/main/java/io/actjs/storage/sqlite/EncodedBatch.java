package io.actjs.storage.sqlite;

import io.actjs.model.AuditEntry;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.codec.ByteWriter;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.codec.JournalCodec.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A batch as bytes, before it is known which of its entries are accepted. */
final class EncodedBatch {
  private static final int TYPICAL_ENTRY = 320;

  private final List<JournalEntry> batch;
  private final ByteWriter all;
  private final int[] starts;
  private final int[] bodies;

  EncodedBatch(List<JournalEntry> batch) {
    this.batch = batch;
    this.starts = new int[batch.size() + 1];
    this.bodies = new int[batch.size()];
    ByteWriter out = JournalCodec.begin(TYPICAL_ENTRY * batch.size());
    for (int i = 0; i < batch.size(); i++) {
      starts[i] = out.size();
      bodies[i] = JournalCodec.writeEntry(out, batch.get(i));
    }
    starts[batch.size()] = out.size();
    this.all = out;
  }

  /** A segment's bytes and where its entries are in them. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Segment(byte[] data, List<Located> entries) {
    /** What the audit is told of the entries, in their order. */
    List<AuditEntry> audited() {
      return entries.stream().flatMap(each -> Stream.ofNullable(each.entry().audit())).toList();
    }

    int turns() {
      return (int) entries.stream().filter(each -> each.entry() instanceof TurnRecord).count();
    }
  }

  Segment accepted(List<CommitResult> results) {
    boolean whole = results.stream().allMatch(result -> result == CommitResult.COMMITTED);
    ByteWriter out = whole ? all : JournalCodec.begin(all.size());
    List<Located> entries = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      if (results.get(i) == CommitResult.COMMITTED) {
        int moved = whole ? 0 : out.size() - starts[i];
        entries.add(new Located(batch.get(i), bodies[i] + moved, starts[i + 1] - bodies[i]));
        if (!whole) {
          all.copy(starts[i], starts[i + 1] - starts[i], out);
        }
      }
    }
    return new Segment(JournalCodec.sealed(out), entries);
  }
}
