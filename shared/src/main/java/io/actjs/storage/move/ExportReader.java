package io.actjs.storage.move;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.storage.StoredItem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an export item by item and checks every line against the counts and sums of the file. A
 * group's sum comes after its lines: the results of {@link #next} can be trusted once it has
 * returned null. A changed file is {@code ExportInvalid}, with the line.
 */
final class ExportReader {
  private final LineReader lines;
  private final Sums sums = new Sums();
  private final ExportHeader header;

  /** The actor whose group is being read; null within the registry's. */
  private StoredItem.@Nullable Actor actor;

  private @Nullable ActorRef previous;
  private long lastSeq;
  private boolean inGroup;
  private boolean begun;

  ExportReader(InputStream in) throws IOException {
    this.lines = new LineReader(in);
    byte[] first = read();
    try {
      this.header = ExportHeader.parse(first);
    } catch (IllegalArgumentException e) {
      throw damaged("it is not the first line of an export", e);
    }
    requireEqual(header.line(), first);
  }

  ExportHeader header() {
    return header;
  }

  /** Lines that were read. */
  long line() {
    return lines.number();
  }

  /** The length of the line that was read last. */
  int lineBytes() {
    return lines.bytes();
  }

  Totals totals() {
    return sums.totals();
  }

  /** The next item; null when the whole file is read and right. */
  @Nullable StoredItem next() throws IOException {
    while (true) {
      byte[] line = read();
      try {
        if (!inGroup && begun && startsClose(line)) {
          close(line);
          return null;
        }
        StoredItem item = inGroup ? within(line) : begin(line);
        if (item != null) {
          sums.count(item);
          return item;
        }
      } catch (ActjsException e) {
        throw e.code() == ProblemCode.ExportInvalid ? e : damaged(e.detail(), e);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw damaged(String.valueOf(e.getMessage()), e);
      }
    }
  }

  private static boolean startsClose(byte[] line) {
    return startsWith(line, "{\"type\":\"close\"");
  }

  private static boolean startsWith(byte[] line, String start) {
    byte[] bytes = start.getBytes(StandardCharsets.US_ASCII);
    return line.length >= bytes.length
        && Arrays.equals(line, 0, bytes.length, bytes, 0, bytes.length);
  }

  /** A line between two groups. */
  private @Nullable StoredItem begin(byte[] line) {
    sums.add(line);
    inGroup = true;
    if (!begun) {
      requireEqual(Sums.REGISTRY, line);
      begun = true;
      return null;
    }
    Members members = Members.parse(line);
    if (!"actor".equals(members.text("type"))) {
      throw new IllegalArgumentException("an actor, or the end of the file, is expected here");
    }
    StoredItem.Actor next = ItemParser.actor(members, header.createdAt());
    if (previous != null && previous.compareTo(next.ref()) >= 0) {
      throw new IllegalArgumentException("the actor " + next.ref() + " is not in its place");
    }
    actor = next;
    previous = next.ref();
    lastSeq = 0;
    return next;
  }

  /** A line of a group: an item, or its end. */
  private @Nullable StoredItem within(byte[] line) {
    if (startsWith(line, "{\"type\":\"end\"")) {
      requireEqual(sums.endGroup(), line);
      requireWholeJournal();
      inGroup = false;
      return null;
    }
    sums.add(line);
    Members members = Members.parse(line);
    String type = members.text("type");
    StoredItem item =
        actor == null
            ? ItemParser.ofStore(type, members)
            : ItemParser.ofActor(type, members, actor.ref());
    if (item == null) {
      throw new IllegalArgumentException(
          "a line of the type \"" + type + "\" is not expected here");
    }
    if (item instanceof StoredItem.Turn turn) {
      requireNext(turn);
    }
    return item;
  }

  private void requireNext(StoredItem.Turn turn) {
    long seq = turn.turn().seq();
    if (lastSeq != 0 && seq != lastSeq + 1) {
      throw new IllegalArgumentException("turn " + seq + " does not follow turn " + lastSeq);
    }
    lastSeq = seq;
  }

  private void requireWholeJournal() {
    ActorHead head = actor == null ? null : actor.head();
    if (lastSeq != 0 && (head == null || head.seq() != lastSeq)) {
      throw new IllegalArgumentException("the last turn is not that of the actor's head");
    }
  }

  private void close(byte[] line) throws IOException {
    requireEqual(sums.close(), line);
    if (more() != null) {
      throw damaged("the file continues after its end", null);
    }
  }

  private byte[] read() throws IOException {
    byte[] line = more();
    if (line == null) {
      throw cut(lines.number(), null);
    }
    return line;
  }

  private byte @Nullable [] more() throws IOException {
    try {
      return lines.next();
    } catch (EOFException e) {
      throw cut(lines.number(), e);
    } catch (ZipException e) {
      throw damaged("the compressed data is damaged", e);
    } catch (IllegalArgumentException e) {
      throw damaged(String.valueOf(e.getMessage()), e);
    }
  }

  private void requireEqual(String expected, byte[] line) {
    if (!Arrays.equals(expected.getBytes(StandardCharsets.UTF_8), line)) {
      throw damaged("its count or checksum does not match the lines before it", null);
    }
  }

  static ActjsException cut(long line, @Nullable Throwable cause) {
    return new ActjsException(
        ProblemCode.ExportInvalid,
        "the file ends at line "
            + line
            + ", before its closing line: copy it again, or export again",
        cause);
  }

  private ActjsException damaged(String what, @Nullable Throwable cause) {
    return new ActjsException(
        ProblemCode.ExportInvalid,
        "line " + lines.number() + ": " + what + "; copy the file again, or export again",
        cause);
  }
}
