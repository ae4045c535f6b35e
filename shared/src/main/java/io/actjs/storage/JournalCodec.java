package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.Reminder;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  private static final int PATCH = 1;
  private static final int EVENTS = 2;
  private static final int TOMBSTONE = 3;
  private static final int REPLACED = 4;

  private static final int SCHEDULED = 1;
  private static final int CANCELLED = 2;

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
    writeRef(out, entry.ref());
    int start = out.skipInt();
    switch (entry) {
      case TurnRecord turn -> writeTurnBody(out, turn);
      case InboxEntry.Accepted accepted -> {
        writeMessageBody(out, accepted.message());
        writeLastOptional(out, accepted.message().manifest());
      }
      case InboxEntry.DeadLettered dead -> {
        writeMessageBody(out, dead.message());
        out.writeLong(dead.attempts());
        out.writeText(dead.reason());
        out.writeLong(dead.at());
        writeLastOptional(out, dead.message().manifest());
      }
      case InboxEntry.ReminderFired fired -> {
        writeReminder(out, fired.reminder());
        out.writeLong(fired.nextDueAt());
        writeMessageBody(out, fired.message());
        writeLastOptional(out, fired.message().manifest());
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
      ActorRef ref = readRef(in);
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
      case TURN -> readTurnBody(in, ref);
      case ACCEPTED -> new InboxEntry.Accepted(pinned(readMessageBody(in, ref), lastOptional(in)));
      case DEAD_LETTERED -> {
        InboxMessage message = readMessageBody(in, ref);
        int attempts = (int) in.readLong();
        String reason = in.readText();
        long at = in.readLong();
        yield new InboxEntry.DeadLettered(pinned(message, lastOptional(in)), attempts, reason, at);
      }
      case REMINDER_FIRED -> {
        Reminder reminder = readReminder(in, ref);
        long nextDueAt = in.readLong();
        InboxMessage message = readMessageBody(in, ref);
        yield new InboxEntry.ReminderFired(reminder, nextDueAt, pinned(message, lastOptional(in)));
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
        wanted = more.test(readTurnBody(new ByteReader(chunk, body, length), ref));
      }
    }
    return wanted;
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
    return readTurnBody(in, ref);
  }

  private static void requireFormat(ByteReader in) {
    int format = in.readByte();
    if (format != FORMAT) {
      throw ByteReader.damaged("format " + format + ", or a newer version wrote it");
    }
  }

  // The seq comes first: readChunk skips turns without reading the rest of them.
  private static void writeTurnBody(ByteWriter out, TurnRecord turn) {
    out.writeLong(turn.seq());
    out.writeLong(turn.epoch());
    out.writeLong(turn.at());
    writeVersion(out, turn.version());
    switch (turn.change()) {
      case Change.Patch patch -> {
        out.writeByte(PATCH);
        out.writeText(patch.json());
      }
      case Change.Events events -> {
        out.writeByte(EVENTS);
        out.writeText(events.json());
      }
      case Change.Replaced replaced -> {
        out.writeByte(REPLACED);
        out.writeText(replaced.state());
      }
      case Change.Tombstone tombstone -> out.writeByte(TOMBSTONE);
    }
    out.writeLong(turn.outbox().size());
    for (InboxMessage message : turn.outbox()) {
      writeRef(out, message.target());
      writeMessageBody(out, message);
    }
    String consumed = turn.consumed();
    out.writeText(consumed == null ? "" : consumed);
    writeReminders(out, turn);
  }

  /** The part of a turn's body that may be absent: reminders, then the outbox's manifests. */
  private static void writeReminders(ByteWriter out, TurnRecord turn) {
    boolean pinned = turn.outbox().stream().anyMatch(message -> message.manifest() != null);
    if (turn.reminders().isEmpty() && !pinned) {
      return;
    }
    out.writeLong(turn.reminders().size());
    for (ReminderChange change : turn.reminders()) {
      switch (change) {
        case ReminderChange.Scheduled set -> {
          out.writeByte(SCHEDULED);
          writeReminder(out, set.reminder());
        }
        case ReminderChange.Cancelled cancelled -> {
          out.writeByte(CANCELLED);
          out.writeText(cancelled.id());
        }
      }
    }
    if (pinned) {
      turn.outbox().forEach(message -> out.writeText(orEmpty(message.manifest())));
    }
  }

  private static TurnRecord readTurnBody(ByteReader in, ActorRef ref) {
    long seq = in.readLong();
    long epoch = in.readLong();
    long at = in.readLong();
    Version version = readVersion(in);
    Change change = readChange(in);
    List<InboxMessage> outbox = readOutbox(in);
    String consumed = in.readText();
    List<ReminderChange> reminders = in.hasMore() ? readReminders(in, ref) : List.of();
    if (in.hasMore()) {
      outbox = outbox.stream().map(message -> pinned(message, orNull(in.readText()))).toList();
    }
    return new TurnRecord(
        ref, seq, epoch, version, at, change, outbox, reminders, orNull(consumed));
  }

  private static List<ReminderChange> readReminders(ByteReader in, ActorRef ref) {
    long count = in.readLong();
    List<ReminderChange> changes = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      int kind = in.readByte();
      changes.add(
          switch (kind) {
            case SCHEDULED -> new ReminderChange.Scheduled(readReminder(in, ref));
            case CANCELLED -> new ReminderChange.Cancelled(in.readText());
            default -> throw ByteReader.damaged("a reminder change of kind " + kind);
          });
    }
    return List.copyOf(changes);
  }

  private static Change readChange(ByteReader in) {
    int kind = in.readByte();
    return switch (kind) {
      case PATCH -> new Change.Patch(in.readText());
      case EVENTS -> new Change.Events(in.readText());
      case REPLACED -> new Change.Replaced(in.readText());
      case TOMBSTONE -> new Change.Tombstone();
      default -> throw ByteReader.damaged("a change of kind " + kind);
    };
  }

  private static List<InboxMessage> readOutbox(ByteReader in) {
    long count = in.readLong();
    List<InboxMessage> outbox = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      ActorRef target = readRef(in);
      outbox.add(readMessageBody(in, target));
    }
    return List.copyOf(outbox);
  }

  private static void writeMessageBody(ByteWriter out, InboxMessage message) {
    out.writeText(message.id());
    out.writeText(message.type());
    out.writeText(message.payload());
    out.writeText(message.sender());
    out.writeLong(message.at());
  }

  private static InboxMessage readMessageBody(ByteReader in, ActorRef target) {
    return new InboxMessage(
        in.readText(), target, in.readText(), in.readText(), in.readText(), in.readLong(), null);
  }

  private static InboxMessage pinned(InboxMessage message, @Nullable String manifest) {
    return manifest == null
        ? message
        : new InboxMessage(
            message.id(),
            message.target(),
            message.type(),
            message.payload(),
            message.sender(),
            message.at(),
            manifest);
  }

  private static void writeReminder(ByteWriter out, Reminder reminder) {
    out.writeText(reminder.id());
    out.writeLong(reminder.dueAt());
    out.writeLong(reminder.everyMs());
    out.writeText(reminder.type());
    out.writeText(reminder.payload());
    out.writeText(orEmpty(reminder.manifest()));
    out.writeLong(reminder.setAt());
  }

  private static Reminder readReminder(ByteReader in, ActorRef target) {
    return new Reminder(
        in.readText(),
        target,
        in.readLong(),
        in.readLong(),
        in.readText(),
        in.readText(),
        orNull(in.readText()),
        in.readLong());
  }

  private static void writeLastOptional(ByteWriter out, @Nullable String text) {
    if (text != null) {
      out.writeText(text);
    }
  }

  private static @Nullable String lastOptional(ByteReader in) {
    return in.hasMore() ? in.readText() : null;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static void writeRef(ByteWriter out, ActorRef ref) {
    out.writeText(ref.className());
    out.writeText(ref.id());
  }

  private static ActorRef readRef(ByteReader in) {
    return new ActorRef(in.readText(), in.readText());
  }

  private static void writeVersion(ByteWriter out, Version version) {
    out.writeLong(version.major());
    out.writeLong(version.minor());
    out.writeLong(version.patch());
    out.writeText(version.prerelease());
  }

  private static Version readVersion(ByteReader in) {
    return new Version(in.readLong(), in.readLong(), in.readLong(), in.readText());
  }
}
