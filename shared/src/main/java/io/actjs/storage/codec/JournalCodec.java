package io.actjs.storage.codec;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.model.TurnRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of journal entries. Two containers share one form of a turn, so that moving turns
 * from a segment to a journal chunk copies bytes:
 *
 * <pre>
 * segment: format, sum, then for each entry: kind, class, id, reply, length (4 bytes), body
 * chunk:   format, sum, then for each turn of one actor:      length (4 bytes), body
 * </pre>
 *
 * <p>Few kinds of entries have a reply. It stands before the body, so that it stays behind when the
 * turn moves.
 *
 * <p>The first byte of a container is the {@link BodyFormat} of all bodies in it; the checksum is
 * part of it from format 3 on, see {@link Container}. A new format gets a new number, and readers
 * keep the old ones: stored journals outlive the program that wrote them. So a turn that moves from
 * a container of an older format into a new one is written anew, and a container that is only cut
 * keeps its format.
 */
public final class JournalCodec {
  /** The format that is written now. */
  public static final int FORMAT = 3;

  private static final BodyFormat NEWEST = BodyFormat.of(FORMAT);

  private static final int TURN = 1;
  private static final int ACCEPTED = 2;
  private static final int DEAD_LETTERED = 3;
  private static final int REMINDER_FIRED = 4;
  private static final int POSTPONED = 5;
  private static final int EXHUMED = 6;
  private static final int KEYED_TURN = 7;
  private static final int KEYED_ACCEPTED = 8;
  private static final int REMEMBERED = 9;

  private JournalCodec() {}

  /**
   * One entry of a segment.
   *
   * @param offset where its length and body start in the segment's array; a turn's bytes from here
   *     are what a chunk holds
   * @param length of both, in bytes
   */
  public record Located(JournalEntry entry, int offset, int length) {}

  /**
   * Appends an entry of a segment.
   *
   * @return where its length and body start
   */
  public static int writeEntry(ByteWriter out, JournalEntry entry) {
    return writeEntry(out, entry, NEWEST);
  }

  static int writeEntry(ByteWriter out, JournalEntry entry, BodyFormat format) {
    out.writeByte(kindOf(entry));
    BodyParts.writeRef(out, entry.ref());
    KeyedReply reply = replyOf(entry);
    if (reply != null) {
      RepliesCodec.write(out, reply);
    }
    int start = out.skipInt();
    switch (entry) {
      case TurnRecord turn -> format.writeTurn(out, turn);
      case InboxEntry ofInbox -> format.writeEntry(out, ofInbox);
      case Remembered remembered -> out.writeLong(remembered.epoch());
    }
    out.fillInt(start, out.size() - start - Integer.BYTES);
    return start;
  }

  private static int kindOf(JournalEntry entry) {
    return switch (entry) {
      case TurnRecord turn -> turn.reply() == null ? TURN : KEYED_TURN;
      case Remembered remembered -> REMEMBERED;
      case InboxEntry.Accepted accepted -> accepted.reply() == null ? ACCEPTED : KEYED_ACCEPTED;
      case InboxEntry.DeadLettered dead -> DEAD_LETTERED;
      case InboxEntry.ReminderFired fired -> REMINDER_FIRED;
      case InboxEntry.Postponed postponed -> POSTPONED;
      case InboxEntry.Exhumed exhumed -> EXHUMED;
    };
  }

  private static boolean isKeyed(int kind) {
    return kind == KEYED_TURN || kind == KEYED_ACCEPTED || kind == REMEMBERED;
  }

  private static @Nullable KeyedReply replyOf(JournalEntry entry) {
    return switch (entry) {
      case TurnRecord turn -> turn.reply();
      case Remembered remembered -> remembered.reply();
      case InboxEntry.Accepted accepted -> accepted.reply();
      case InboxEntry other -> null;
    };
  }

  /** Whether a segment or chunk has a checksum, which those of older formats have not. */
  public static boolean hasSum(byte[] container) {
    return Container.hasSum(container);
  }

  /** Reads a segment's entries in the order in which they were written. */
  public static List<Located> readSegment(byte[] segment) {
    ByteReader in = new ByteReader(segment);
    BodyFormat format = Container.enter(in, segment);
    List<Located> entries = new ArrayList<>();
    while (in.hasMore()) {
      int kind = in.readByte();
      ActorRef ref = BodyParts.readRef(in);
      KeyedReply reply = isKeyed(kind) ? RepliesCodec.read(in, ref) : null;
      int start = in.offset();
      int length = in.readInt();
      int body = in.skip(length);
      JournalEntry entry =
          readEntry(format, kind, ref, reply, new ByteReader(segment, body, length));
      entries.add(new Located(entry, start, Integer.BYTES + length));
    }
    return entries;
  }

  private static JournalEntry readEntry(
      BodyFormat format, int kind, ActorRef ref, @Nullable KeyedReply reply, ByteReader in) {
    if (reply != null) {
      return switch (kind) {
        case KEYED_TURN -> format.readTurn(in, ref).answering(reply);
        case KEYED_ACCEPTED ->
            new InboxEntry.Accepted(format.readAccepted(in, ref).message(), reply);
        case REMEMBERED -> {
          Remembered remembered = new Remembered(reply, in.readLong());
          BodyParts.requireEnd(in);
          yield remembered;
        }
        default -> throw ByteReader.newer("an entry of kind " + kind);
      };
    }
    return switch (kind) {
      case TURN -> format.readTurn(in, ref);
      case ACCEPTED -> format.readAccepted(in, ref);
      case DEAD_LETTERED -> format.readDeadLettered(in, ref);
      case REMINDER_FIRED -> format.readReminderFired(in, ref);
      case POSTPONED -> format.readPostponed(in, ref);
      case EXHUMED -> format.readExhumed(in, ref);
      default -> throw ByteReader.newer("an entry of kind " + kind);
    };
  }

  /**
   * Reads the turns of a chunk that have {@code seq >= fromSeq}.
   *
   * @param more takes a turn and tells whether it wants another
   * @return false when it wants no other
   */
  public static boolean readChunk(
      ActorRef ref, byte[] chunk, long fromSeq, Predicate<TurnRecord> more) {
    ByteReader in = new ByteReader(chunk);
    BodyFormat format = Container.enter(in, chunk);
    boolean wanted = true;
    while (wanted && in.hasMore()) {
      int length = in.readInt();
      int body = in.skip(length);
      if (new ByteReader(chunk, body, length).readLong() >= fromSeq) {
        wanted = more.test(format.readTurn(new ByteReader(chunk, body, length), ref));
      }
    }
    return wanted;
  }

  /** A chunk of one turn. */
  public static byte[] chunkOf(TurnRecord turn) {
    return chunkOf(turn, FORMAT);
  }

  /** A chunk of one turn as a version wrote it whose format this was. */
  public static byte[] chunkOf(TurnRecord turn, int format) {
    ByteWriter out = new ByteWriter(256);
    Container.begin(out, format);
    append(out, BodyFormat.of(format), turn);
    return sealed(out);
  }

  /** A segment or chunk without entries so far, which is to have so many bytes of them. */
  public static ByteWriter begin(int capacity) {
    ByteWriter out = new ByteWriter(8 + capacity);
    Container.begin(out, FORMAT);
    return out;
  }

  /** The bytes of a segment or chunk that is complete. */
  public static byte[] sealed(ByteWriter container) {
    return Container.seal(container.toByteArray());
  }

  /** Adds a turn to a chunk that {@link #begin} began. */
  public static void append(ByteWriter chunk, TurnRecord turn) {
    append(chunk, NEWEST, turn);
  }

  private static void append(ByteWriter chunk, BodyFormat format, TurnRecord turn) {
    int start = chunk.skipInt();
    format.writeTurn(chunk, turn);
    chunk.fillInt(start, chunk.size() - start - Integer.BYTES);
  }

  /**
   * Adds a turn of a segment to a chunk that {@link #begin} began: as it is when its body has the
   * newest form, else written again.
   *
   * @param offset where the turn's length and body start, see {@link Located}
   */
  public static void appendStored(
      ByteWriter chunk, ActorRef ref, byte[] segment, int offset, int length) {
    if (BodyFormat.of(segment[0]).equals(NEWEST)) {
      chunk.writeBytes(segment, offset, length);
    } else {
      append(chunk, readTurn(ref, segment, offset, length));
    }
  }

  /** The chunk without its turns of {@code seq < fromSeq}, in the format that it has. */
  public static byte[] chunkFrom(byte[] chunk, long fromSeq) {
    ByteReader in = new ByteReader(chunk);
    var unused = Container.enter(in, chunk);
    ByteWriter out = new ByteWriter(chunk.length);
    Container.begin(out, chunk[0]);
    while (in.hasMore()) {
      int start = in.offset();
      int length = in.readInt();
      int body = in.skip(length);
      if (new ByteReader(chunk, body, length).readLong() >= fromSeq) {
        out.writeBytes(chunk, start, Integer.BYTES + length);
      }
    }
    return sealed(out);
  }

  /** Reads a turn where a {@link Located} told that it is in its segment. */
  public static TurnRecord readTurn(ActorRef ref, byte[] segment, int offset, int length) {
    ByteReader in = new ByteReader(segment, offset, length);
    in.skip(Integer.BYTES);
    return BodyFormat.of(segment[0]).readTurn(in, ref);
  }
}
