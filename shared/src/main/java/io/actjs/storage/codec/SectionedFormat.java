package io.actjs.storage.codec;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.Headers;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.model.tag.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 *
 * <p>In format 3 each message says how it stands, and messages may be put off, go on after a dead
 * letter, and come back from there. Nothing new is stored in format 2.
 */
final class SectionedFormat implements BodyFormat {
  static final SectionedFormat SECOND =
      new SectionedFormat(new MessageForm.Apart(new Sections(), new Sections()), false);

  static final SectionedFormat THIRD =
      new SectionedFormat(new MessageForm.Alike(new Sections()), true);

  // Changes; every turn has exactly one.
  private static final int PATCH = 1;
  private static final int EVENTS = 2;
  private static final int TOMBSTONE = 3;
  private static final int REPLACED = 4;

  // Other effects. The next kind takes the next number.
  private static final int OUTBOX = 8;
  private static final int REMINDERS = 9;
  private static final int CONSUMED = 10;
  private static final int TAGS = 11;

  private final MessageForm messages;

  /** Messages are put off and come back from the dead letters. */
  private final boolean withMoves;

  private SectionedFormat(MessageForm messages, boolean withMoves) {
    this.messages = messages;
    this.withMoves = withMoves;
  }

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
        messages.writeMessage(outbox, message);
      }
      out.writeByte(OUTBOX);
      out.writeSized(outbox);
    }
    if (!turn.reminders().isEmpty()) {
      ByteWriter reminders = new ByteWriter(256);
      turn.reminders().forEach(change -> messages.writeChange(reminders, change));
      out.writeByte(REMINDERS);
      out.writeSized(reminders);
    }
    if (turn.consumed() != null) {
      writeText(out, CONSUMED, turn.consumed());
    }
    if (turn.tags() != null) {
      writeText(out, TAGS, Tags.text(turn.tags()));
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
    List<String> tags = null;
    int last = REPLACED;
    while (in.hasMore()) {
      int tag = BodyParts.readTag(in, last);
      last = tag;
      switch (tag) {
        case OUTBOX -> outbox = readOutbox(in.readSized());
        case REMINDERS -> reminders = readReminders(in.readSized(), ref);
        case CONSUMED -> consumed = in.readText();
        case TAGS -> tags = Tags.read(in.readText());
        default -> throw ByteReader.newer("section " + tag + " of a turn");
      }
    }
    return new TurnRecord(
        ref, seq, epoch, version, at, change, outbox, reminders, consumed, tags, null);
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

  private List<InboxMessage> readOutbox(ByteReader in) {
    List<InboxMessage> outbox = new ArrayList<>();
    while (in.hasMore()) {
      ActorRef target = BodyParts.readRef(in);
      outbox.add(messages.readMessage(in, target));
    }
    return List.copyOf(outbox);
  }

  private List<ReminderChange> readReminders(ByteReader in, ActorRef ref) {
    List<ReminderChange> changes = new ArrayList<>();
    while (in.hasMore()) {
      changes.add(messages.readChange(in, ref));
    }
    return List.copyOf(changes);
  }

  @Override
  public void writeEntry(ByteWriter out, InboxEntry entry) {
    switch (entry) {
      case InboxEntry.Accepted accepted -> messages.writeMessage(out, accepted.message());
      case InboxEntry.DeadLettered dead -> {
        messages.writeMessage(out, dead.message());
        out.writeLong(dead.attempts());
        out.writeText(dead.reason());
        out.writeLong(dead.at());
        writeMessageIfAny(out, dead.next(), dead);
      }
      case InboxEntry.ReminderFired fired -> {
        messages.writeReminder(out, fired.reminder());
        out.writeLong(fired.nextDueAt());
        writeFired(out, fired);
      }
      case InboxEntry.Postponed postponed -> {
        requireMoves(postponed);
        messages.writeMessage(out, postponed.message());
      }
      case InboxEntry.Exhumed exhumed -> {
        requireMoves(exhumed);
        out.writeText(exhumed.messageId());
        writeMessageIfAny(out, exhumed.again(), exhumed);
      }
    }
  }

  /** What moves as it is need not be told twice. */
  private void writeFired(ByteWriter out, InboxEntry.ReminderFired fired) {
    if (withMoves) {
      boolean same = fired.message().equals(fired.reminder());
      writeMessageIfAny(out, same ? null : fired.message(), fired);
    } else {
      messages.writeMessage(out, fired.message());
    }
  }

  private InboxMessage readFired(ByteReader in, InboxMessage reminder) {
    if (!withMoves) {
      return messages.readMessage(in, reminder.target());
    }
    InboxMessage message = readMessageIfAny(in, reminder.target());
    return message == null ? reminder : message;
  }

  private void requireMoves(InboxEntry entry) {
    if (!withMoves) {
      throw BodyFormat.unknown(entry);
    }
  }

  /** Bodies of format 2 end before it. */
  private void writeMessageIfAny(ByteWriter out, @Nullable InboxMessage message, InboxEntry entry) {
    if (withMoves) {
      out.writeByte(message == null ? 0 : 1);
    } else if (message != null) {
      throw BodyFormat.unknown(entry);
    }
    if (message != null) {
      messages.writeMessage(out, message);
    }
  }

  private @Nullable InboxMessage readMessageIfAny(ByteReader in, ActorRef ref) {
    return withMoves && BodyParts.readFlag(in) ? messages.readMessage(in, ref) : null;
  }

  @Override
  public InboxEntry.Accepted readAccepted(ByteReader in, ActorRef ref) {
    return atEnd(in, new InboxEntry.Accepted(messages.readMessage(in, ref)));
  }

  @Override
  public InboxEntry.DeadLettered readDeadLettered(ByteReader in, ActorRef ref) {
    InboxMessage message = messages.readMessage(in, ref);
    int attempts = (int) in.readLong();
    return atEnd(
        in,
        new InboxEntry.DeadLettered(
            message, attempts, in.readText(), in.readLong(), readMessageIfAny(in, ref)));
  }

  @Override
  public InboxEntry.ReminderFired readReminderFired(ByteReader in, ActorRef ref) {
    InboxMessage reminder = messages.readReminder(in, ref);
    long nextDueAt = in.readLong();
    return atEnd(in, new InboxEntry.ReminderFired(reminder, nextDueAt, readFired(in, reminder)));
  }

  @Override
  public InboxEntry.Postponed readPostponed(ByteReader in, ActorRef ref) {
    InboxMessage message = messages.readMessage(in, ref);
    if (!withMoves || message.dueAt() <= 0) {
      throw ByteReader.damaged("a message that is put off to no time");
    }
    return atEnd(in, new InboxEntry.Postponed(message));
  }

  @Override
  public InboxEntry.Exhumed readExhumed(ByteReader in, ActorRef ref) {
    if (!withMoves) {
      throw ByteReader.damaged("an entry that format 2 does not have");
    }
    return atEnd(in, new InboxEntry.Exhumed(ref, in.readText(), readMessageIfAny(in, ref)));
  }

  private static <T> T atEnd(ByteReader in, T read) {
    BodyParts.requireEnd(in);
    return read;
  }
}
