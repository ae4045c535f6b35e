package io.actjs.storage.codec;

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
 * Formats 2 and 3: a turn is a fixed head and one section for each kind of effect that it has, so
 * that it pays for nothing else:
 *
 * <pre>
 * seq, epoch, at, version, then sections: tag (1 byte), length, bytes
 * </pre>
 *
 * <p>Tags ascend, and the first section is the change. An unknown section is damage: a reader that
 * skipped it would lose an effect of the turn.
 */
final class SectionedFormat implements BodyFormat {
  static final SectionedFormat INSTANCE = new SectionedFormat();

  // Changes; every turn has exactly one.
  private static final int PATCH = 1;
  private static final int EVENTS = 2;
  private static final int TOMBSTONE = 3;
  private static final int REPLACED = 4;

  // Other effects. The next kind takes the next number.
  private static final int OUTBOX = 8;
  private static final int REMINDERS = 9;
  private static final int CONSUMED = 10;

  private static final MessageForm MESSAGES = new MessageForm(new Sections(), new Sections());

  private SectionedFormat() {}

  /** The length of the headers' sections, then the sections; a single 0 for none. */
  private static final class Sections implements MessageForm.HeaderForm {
    @Override
    public void write(ByteWriter out, Headers headers) {
      if (headers.equals(Headers.NONE)) {
        out.writeByte(0);
        return;
      }
      ByteWriter sections = new ByteWriter(128);
      HeadersCodec.write(sections, headers);
      out.writeSized(sections);
    }

    @Override
    public Headers read(ByteReader in) {
      return HeadersCodec.read(in.readSized());
    }
  }

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
        MESSAGES.writeMessage(outbox, message);
      }
      out.writeByte(OUTBOX);
      out.writeSized(outbox);
    }
    if (!turn.reminders().isEmpty()) {
      ByteWriter reminders = new ByteWriter(256);
      turn.reminders().forEach(change -> MESSAGES.writeChange(reminders, change));
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
      outbox.add(MESSAGES.readMessage(in, target));
    }
    return List.copyOf(outbox);
  }

  private static List<ReminderChange> readReminders(ByteReader in, ActorRef ref) {
    List<ReminderChange> changes = new ArrayList<>();
    while (in.hasMore()) {
      changes.add(MESSAGES.readChange(in, ref));
    }
    return List.copyOf(changes);
  }

  @Override
  public void writeEntry(ByteWriter out, InboxEntry entry) {
    switch (entry) {
      case InboxEntry.Accepted accepted -> MESSAGES.writeMessage(out, accepted.message());
      case InboxEntry.DeadLettered dead -> {
        MESSAGES.writeMessage(out, dead.message());
        out.writeLong(dead.attempts());
        out.writeText(dead.reason());
        out.writeLong(dead.at());
      }
      case InboxEntry.ReminderFired fired -> {
        MESSAGES.writeReminder(out, fired.reminder());
        out.writeLong(fired.nextDueAt());
        MESSAGES.writeMessage(out, fired.message());
      }
    }
  }

  @Override
  public InboxEntry.Accepted readAccepted(ByteReader in, ActorRef ref) {
    return atEnd(in, new InboxEntry.Accepted(MESSAGES.readMessage(in, ref)));
  }

  @Override
  public InboxEntry.DeadLettered readDeadLettered(ByteReader in, ActorRef ref) {
    InboxMessage message = MESSAGES.readMessage(in, ref);
    int attempts = (int) in.readLong();
    return atEnd(in, new InboxEntry.DeadLettered(message, attempts, in.readText(), in.readLong()));
  }

  @Override
  public InboxEntry.ReminderFired readReminderFired(ByteReader in, ActorRef ref) {
    Reminder reminder = MESSAGES.readReminder(in, ref);
    long nextDueAt = in.readLong();
    return atEnd(
        in, new InboxEntry.ReminderFired(reminder, nextDueAt, MESSAGES.readMessage(in, ref)));
  }

  private static <T> T atEnd(ByteReader in, T read) {
    BodyParts.requireEnd(in);
    return read;
  }
}
