package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.Reminder;
import io.actjs.model.TurnRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The binary form of journal entries. Two containers share one form of a turn, so that moving turns
 * from a segment to a journal chunk copies bytes:
 *
 * <pre>
 * segment: format, then for each entry: kind, class, id, length (4 bytes), body
 * chunk:   format, then for each turn of one actor:      length (4 bytes), body
 * </pre>
 *
 * <p>A body may end early: what it then lacks (reminders, manifests) is empty. So bodies that were
 * written before these existed read as they always did, and most turns pay nothing for them.
 *
 * <p>The first byte of a container is its format. A new format gets a new number, and readers keep
 * the old ones: stored journals outlive the program that wrote them.
 */
public final class JournalCodec {
  /** The format that is written now. */
  public static final int FORMAT = 1;

  private static final int TURN = 1;
  private static final int ACCEPTED = 2;
  private static final int DEAD_LETTERED = 3;
  private static final int REMINDER_FIRED = 4;

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
    out.writeByte(kindOf(entry));
    BodyParts.writeRef(out, entry.ref());
    int start = out.skipInt();
    switch (entry) {
      case TurnRecord turn -> TurnBody.write(out, turn);
      case InboxEntry.Accepted accepted -> {
        BodyParts.writeMessage(out, accepted.message());
        BodyParts.writeLastOptional(out, accepted.message().manifest());
      }
      case InboxEntry.DeadLettered dead -> {
        BodyParts.writeMessage(out, dead.message());
        out.writeLong(dead.attempts());
        out.writeText(dead.reason());
        out.writeLong(dead.at());
        BodyParts.writeLastOptional(out, dead.message().manifest());
      }
      case InboxEntry.ReminderFired fired -> {
        BodyParts.writeReminder(out, fired.reminder());
        out.writeLong(fired.nextDueAt());
        BodyParts.writeMessage(out, fired.message());
        BodyParts.writeLastOptional(out, fired.message().manifest());
      }
    }
    out.fillInt(start, out.size() - start - Integer.BYTES);
    return start;
  }

  private static int kindOf(JournalEntry entry) {
    return switch (entry) {
      case TurnRecord turn -> TURN;
      case InboxEntry.Accepted accepted -> ACCEPTED;
      case InboxEntry.DeadLettered dead -> DEAD_LETTERED;
      case InboxEntry.ReminderFired fired -> REMINDER_FIRED;
    };
  }

  /** Reads a segment's entries in the order in which they were written. */
  public static List<Located> readSegment(byte[] segment) {
    ByteReader in = new ByteReader(segment);
    requireFormat(in);
    List<Located> entries = new ArrayList<>();
    while (in.hasMore()) {
      int kind = in.readByte();
      ActorRef ref = BodyParts.readRef(in);
      int start = in.offset();
      int length = in.readInt();
      int body = in.skip(length);
      JournalEntry entry = readEntry(kind, ref, new ByteReader(segment, body, length));
      entries.add(new Located(entry, start, Integer.BYTES + length));
    }
    return entries;
  }

  private static JournalEntry readEntry(int kind, ActorRef ref, ByteReader in) {
    return switch (kind) {
      case TURN -> TurnBody.read(in, ref);
      case ACCEPTED ->
          new InboxEntry.Accepted(
              BodyParts.pinned(BodyParts.readMessage(in, ref), BodyParts.lastOptional(in)));
      case DEAD_LETTERED -> {
        InboxMessage message = BodyParts.readMessage(in, ref);
        int attempts = (int) in.readLong();
        String reason = in.readText();
        long at = in.readLong();
        yield new InboxEntry.DeadLettered(
            BodyParts.pinned(message, BodyParts.lastOptional(in)), attempts, reason, at);
      }
      case REMINDER_FIRED -> {
        Reminder reminder = BodyParts.readReminder(in, ref);
        long nextDueAt = in.readLong();
        InboxMessage message = BodyParts.readMessage(in, ref);
        yield new InboxEntry.ReminderFired(
            reminder, nextDueAt, BodyParts.pinned(message, BodyParts.lastOptional(in)));
      }
      default -> throw ByteReader.damaged("an entry of kind " + kind);
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
    requireFormat(in);
    boolean wanted = true;
    while (wanted && in.hasMore()) {
      int length = in.readInt();
      int body = in.skip(length);
      if (new ByteReader(chunk, body, length).readLong() >= fromSeq) {
        wanted = more.test(TurnBody.read(new ByteReader(chunk, body, length), ref));
      }
    }
    return wanted;
  }

  /** A chunk of one turn. */
  public static byte[] chunkOf(TurnRecord turn) {
    ByteWriter out = beginChunk();
    append(out, turn);
    return out.toByteArray();
  }

  /** A chunk without turns so far. */
  public static ByteWriter beginChunk() {
    ByteWriter out = new ByteWriter(256);
    out.writeByte(FORMAT);
    return out;
  }

  /** Adds a turn to a chunk. */
  public static void append(ByteWriter chunk, TurnRecord turn) {
    int start = chunk.skipInt();
    TurnBody.write(chunk, turn);
    chunk.fillInt(start, chunk.size() - start - Integer.BYTES);
  }

  /** The chunk without its turns of {@code seq < fromSeq}. */
  public static byte[] chunkFrom(byte[] chunk, long fromSeq) {
    ByteReader in = new ByteReader(chunk);
    requireFormat(in);
    ByteWriter out = new ByteWriter(chunk.length);
    out.writeByte(FORMAT);
    while (in.hasMore()) {
      int start = in.offset();
      int length = in.readInt();
      int body = in.skip(length);
      if (new ByteReader(chunk, body, length).readLong() >= fromSeq) {
        out.writeBytes(chunk, start, Integer.BYTES + length);
      }
    }
    return out.toByteArray();
  }

  /** Reads a turn where a {@link Located} told that it is. */
  public static TurnRecord readTurn(ActorRef ref, byte[] bytes, int offset, int length) {
    ByteReader in = new ByteReader(bytes, offset, length);
    in.skip(Integer.BYTES);
    return TurnBody.read(in, ref);
  }

  private static void requireFormat(ByteReader in) {
    int format = in.readByte();
    if (format != FORMAT) {
      throw ByteReader.damaged("format " + format + ", or a newer version wrote it");
    }
  }
}
