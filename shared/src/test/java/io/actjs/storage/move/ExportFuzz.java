package io.actjs.storage.move;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Supplier;

/** Export files: whatever is in one, it is read or refused as {@code ExportInvalid}. */
public final class ExportFuzz {
  private static final ActorRef ACTOR = new ActorRef("Counter", "a");

  private ExportFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    try {
      ExportReader reader = new ExportReader(new ByteArrayInputStream(data));
      while (reader.next() != null) {}
    } catch (ActjsException e) {
      if (e.code() != ProblemCode.ExportInvalid) {
        throw new AssertionError("refused as " + e.code(), e);
      }
    }
    line(data);
  }

  /** A line by itself, since the sums of a file keep most changes from getting that far. */
  private static void line(byte[] data) {
    Members members;
    try {
      members = Members.parse(data);
    } catch (ActjsException | IllegalArgumentException refused) {
      return;
    }
    refusable(() -> ItemParser.actor(members, 0));
    refusable(() -> ItemParser.ofStore(members.text("type"), members));
    refusable(() -> ItemParser.ofActor(members.text("type"), members, ACTOR));
  }

  /** What the reader turns into {@code ExportInvalid}, with the number of the line. */
  private static void refusable(Supplier<Object> reading) {
    try {
      var unused = reading.get();
    } catch (ActjsException | IllegalArgumentException | ArithmeticException refused) {
      // As it should be.
    }
  }
}
