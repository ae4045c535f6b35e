package io.actjs.storage.codec;

import io.actjs.model.Standing;

/** The binary form of a {@link Standing}: a single 0 for a fresh one, else 1 and its parts. */
final class StandingForm {
  private static final int FRESH = 0;
  private static final int TOLD = 1;

  private StandingForm() {}

  static void write(ByteWriter out, Standing standing) {
    if (standing.isFresh()) {
      out.writeByte(FRESH);
      return;
    }
    out.writeByte(TOLD);
    out.writeLong(standing.dueAt());
    out.writeLong(standing.everyMs());
    out.writeLong(standing.attempts());
    out.writeLong(standing.lost());
    BodyParts.writeOptional(out, standing.lastError());
  }

  static Standing read(ByteReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case FRESH -> Standing.FRESH;
      case TOLD ->
          new Standing(
              in.readLong(),
              in.readLong(),
              (int) in.readLong(),
              (int) in.readLong(),
              BodyParts.readOptional(in));
      default -> throw ByteReader.newer("a standing of kind " + kind);
    };
  }
}
