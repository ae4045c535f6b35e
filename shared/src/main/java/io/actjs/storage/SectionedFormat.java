package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.Headers;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Reminder;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.List;

/**
 * Format 2: a turn is a fixed head and a section for each thing that it did, so that it pays for
 * nothing else:
 *
 * <pre>
 * seq, epoch, at, version, then sections: tag (1 byte), length, bytes
 * </pre>
 *
 * <p>Tags ascend, and exactly one section is a change. A section that is not known is damage: a
 * reader that left it out would lose an effect of the turn.
 */
final class SectionedFormat implements BodyFormat {
  static final SectionedFormat INSTANCE = new SectionedFormat();

  // The changes; one of them is in every turn.
  private static final int PATCH = 1;
  private static final int EVENTS = 2;
  private static final int TOMBSTONE = 3;
  private static final int REPLACED = 4;

  // What else a turn may have done.
  private static final int OUTBOX = 8;
  private static final int REMINDERS = 9;
  private static final int CONSUMED = 10;

  // In the section of reminders.
  private static final int SCHEDULED = 1;
  private static final int CANCELLED = 2;

  private SectionedFormat() {}

  @Override
  public void writeTurn(ByteWriter out, TurnRecord turn) {
    out.writeLong(turn.seq());
    out.writeLong(turn.epoch());
    out.writeLong(turn.at());
    BodyParts.writeVersion(out, turn.version());
    switch (turn.change()) {
      case Change.Patch patch -> writeText(out, PATCH, patch.json());
      case Change.Events events -> writeText(out, EVENTS, events.json());
      case Change.Tombstone tombstone -> writeText(out, TOMBSTONE, "");
      case Change.Replaced replaced -> writeText(out, REPLACED, replaced.state());
    }
    if (!turn.outbox().isEmpty()) {
      ByteWriter outbox = new ByteWriter(256);
      for (InboxMessage message : turn.outbox()) {
        BodyParts.writeRef(outbox, message.target());
        writeMessage(outbox, message);
      }
      out.writeByte(OUTBOX);
      out.writeSized(outbox);
    }
    if (!turn.reminders().isEmpty()) {
      ByteWriter reminders = new ByteWriter(256);
      turn.reminders().forEach(change -> writeReminderChange(reminders, change));
      out.writeByte(REMINDERS);
      out.writeSized(reminders);
    }
    if (turn.consumed() != null) {
      writeText(out, CONSUMED, turn.consumed());
    }
  }

  private static void writeText(ByteWriter out, int tag, String text) {
    out.writeByte(tag);
    out.writeText(text);
  }

  private static void writeReminderChange(ByteWriter out, ReminderChange change) {
    switch (change) {
      case ReminderChange.Scheduled set -> {
        out.writeByte(SCHEDULED);
        writeReminder(out, set.reminder());
      }
      case ReminderChange.Cancelled cancelled -> writeText(out, CANCELLED, cancelled.id());
    }
  }

  @Override
  public TurnRecord readTurn(ByteReader in, ActorRef ref) {
    long seq = in.readLong();
    long epoch = in.readLong();
    long at = in.readLong();
    Version version = BodyParts.readVersion(in);
    Change change = readChange(in);
    List<InboxMessage> outbox = List.of();
    List<ReminderChange> reminders = List.of();
    String consumed = null;
    int last = REPLACED;
    while (in.hasMore()) {
      int tag = BodyParts.readTag(in, last);
      last = tag;
      switch (tag) {
        case OUTBOX -> outbox = readOutbox(in.readSized());
        case REMINDERS -> reminders = readReminders(in.readSized(), ref);
        case CONSUMED -> consumed = in.readText();
        default -> throw ByteReader.newer("section " + tag + " of a turn");
      }
    }
    return new TurnRecord(ref, seq, epoch, version, at, change, outbox, reminders, consumed);
  }

  private static Change readChange(ByteReader in) {
    int tag = in.readByte();
    return switch (tag) {
      case PATCH -> new Change.Patch(in.readText());
      case EVENTS -> new Change.Events(in.readText());
      case REPLACED -> new Change.Replaced(in.readText());
      case TOMBSTONE -> {
        BodyParts.requireEnd(in.readSized());
        yield new Change.Tombstone();
      }
      default -> throw ByteReader.newer("a change of kind " + tag);
    };
  }

  private static List<InboxMessage> readOutbox(ByteReader in) {
    List<InboxMessage> outbox = new ArrayList<>();
    while (in.hasMore()) {
      ActorRef target = BodyParts.readRef(in);
      outbox.add(readMessage(in, target));
    }
    return List.copyOf(outbox);
  }

  private static List<ReminderChange> readReminders(ByteReader in, ActorRef ref) {
    List<ReminderChange> changes = new ArrayList<>();
    while (in.hasMore()) {
      int kind = in.readByte();
      changes.add(
          switch (kind) {
            case SCHEDULED -> new ReminderChange.Scheduled(readReminder(in, ref));
            case CANCELLED -> new ReminderChange.Cancelled(in.readText());
            default -> throw ByteReader.newer("a reminder change of kind " + kind);
          });
    }
    return List.copyOf(changes);
  }

  @Override
  public void writeEntry(ByteWriter out, InboxEntry entry) {
    switch (entry) {
      case InboxEntry.Accepted accepted -> writeMessage(out, accepted.message());
      case InboxEntry.DeadLettered dead -> {
        writeMessage(out, dead.message());
        out.writeLong(dead.attempts());
        out.writeText(dead.reason());
        out.writeLong(dead.at());
      }
      case InboxEntry.ReminderFired fired -> {
        writeReminder(out, fired.reminder());
        out.writeLong(fired.nextDueAt());
        writeMessage(out, fired.message());
      }
    }
  }

  @Override
  public InboxEntry.Accepted readAccepted(ByteReader in, ActorRef ref) {
    return atEnd(in, new InboxEntry.Accepted(readMessage(in, ref)));
  }

  @Override
  public InboxEntry.DeadLettered readDeadLettered(ByteReader in, ActorRef ref) {
    InboxMessage message = readMessage(in, ref);
    int attempts = (int) in.readLong();
    return atEnd(in, new InboxEntry.DeadLettered(message, attempts, in.readText(), in.readLong()));
  }

  @Override
  public InboxEntry.ReminderFired readReminderFired(ByteReader in, ActorRef ref) {
    Reminder reminder = readReminder(in, ref);
    long nextDueAt = in.readLong();
    return atEnd(in, new InboxEntry.ReminderFired(reminder, nextDueAt, readMessage(in, ref)));
  }

  private static <T> T atEnd(ByteReader in, T read) {
    BodyParts.requireEnd(in);
    return read;
  }

  private static void writeMessage(ByteWriter out, InboxMessage message) {
    out.writeText(message.id());
    out.writeText(message.type());
    out.writeText(message.payload());
    out.writeText(message.sender());
    out.writeLong(message.at());
    writeHeaders(out, message.headers());
  }

  private static InboxMessage readMessage(ByteReader in, ActorRef target) {
    return new InboxMessage(
        in.readText(),
        target,
        in.readText(),
        in.readText(),
        in.readText(),
        in.readLong(),
        HeadersCodec.read(in.readSized()));
  }

  private static void writeReminder(ByteWriter out, Reminder reminder) {
    out.writeText(reminder.id());
    out.writeLong(reminder.dueAt());
    out.writeLong(reminder.everyMs());
    out.writeText(reminder.type());
    out.writeText(reminder.payload());
    writeHeaders(out, reminder.headers());
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
        HeadersCodec.read(in.readSized()),
        in.readLong());
  }

  private static void writeHeaders(ByteWriter out, Headers headers) {
    if (headers.equals(Headers.NONE)) {
      out.writeByte(0);
      return;
    }
    ByteWriter sections = new ByteWriter(128);
    HeadersCodec.write(sections, headers);
    out.writeSized(sections);
  }
}
