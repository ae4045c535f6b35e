package io.actjs.storage.codec;

import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.ReminderChange;

/** Messages in the bodies of one format. */
interface MessageForm {
  void writeMessage(ByteWriter out, InboxMessage message);

  InboxMessage readMessage(ByteReader in, ActorRef target);

  /** A message that is due later. */
  void writeReminder(ByteWriter out, InboxMessage reminder);

  InboxMessage readReminder(ByteReader in, ActorRef target);

  /** Reads and writes headers at their place in a body. */
  interface HeaderForm {
    void write(ByteWriter out, Headers headers);

    Headers read(ByteReader in);
  }

  /** Kinds of a {@link ReminderChange}. */
  final class Kind {
    static final int SCHEDULED = 1;
    static final int CANCELLED = 2;

    private Kind() {}
  }

  default void writeChange(ByteWriter out, ReminderChange change) {
    switch (change) {
      case ReminderChange.Scheduled set -> {
        out.writeByte(Kind.SCHEDULED);
        writeReminder(out, set.message());
      }
      case ReminderChange.Cancelled cancelled -> {
        out.writeByte(Kind.CANCELLED);
        out.writeText(cancelled.id());
      }
    }
  }

  default ReminderChange readChange(ByteReader in, ActorRef ref) {
    int kind = in.readByte();
    return switch (kind) {
      case Kind.SCHEDULED -> new ReminderChange.Scheduled(readReminder(in, ref));
      case Kind.CANCELLED -> new ReminderChange.Cancelled(in.readText());
      default -> throw ByteReader.newer("a reminder change of kind " + kind);
    };
  }

  private static void writePlain(ByteWriter out, InboxMessage message) {
    out.writeText(message.id());
    out.writeText(message.type());
    out.writeText(message.payload());
    out.writeText(message.sender());
    out.writeLong(message.at());
  }

  private static InboxMessage readPlain(ByteReader in, ActorRef target, HeaderForm headers) {
    return new InboxMessage(
        in.readText(),
        target,
        in.readText(),
        in.readText(),
        in.readText(),
        in.readLong(),
        headers.read(in));
  }

  /**
   * Of formats that know reminders apart from messages, and nothing of attempts.
   *
   * @param ofMessages the form of a message's headers
   * @param ofReminders the form of a reminder's headers
   */
  record Apart(HeaderForm ofMessages, HeaderForm ofReminders) implements MessageForm {
    @Override
    public void writeMessage(ByteWriter out, InboxMessage message) {
      writePlain(out, message);
      ofMessages.write(out, message.headers());
    }

    @Override
    public InboxMessage readMessage(ByteReader in, ActorRef target) {
      return readPlain(in, target, ofMessages);
    }

    @Override
    public void writeReminder(ByteWriter out, InboxMessage reminder) {
      out.writeText(reminder.id());
      out.writeLong(reminder.dueAt());
      out.writeLong(reminder.everyMs());
      out.writeText(reminder.type());
      out.writeText(reminder.payload());
      ofReminders.write(out, reminder.headers());
      out.writeLong(reminder.at());
    }

    @Override
    public InboxMessage readReminder(ByteReader in, ActorRef target) {
      return InboxMessage.reminder(
          in.readText(),
          target,
          in.readLong(),
          in.readLong(),
          in.readText(),
          in.readText(),
          ofReminders.read(in),
          in.readLong());
    }
  }

  /** Of formats in which every message says how it stands, whether it is due now or later. */
  record Alike(HeaderForm headers) implements MessageForm {
    @Override
    public void writeMessage(ByteWriter out, InboxMessage message) {
      writePlain(out, message);
      headers.write(out, message.headers());
      StandingForm.write(out, message.standing());
    }

    @Override
    public InboxMessage readMessage(ByteReader in, ActorRef target) {
      return readPlain(in, target, headers).with(StandingForm.read(in));
    }

    @Override
    public void writeReminder(ByteWriter out, InboxMessage reminder) {
      writeMessage(out, reminder);
    }

    @Override
    public InboxMessage readReminder(ByteReader in, ActorRef target) {
      return readMessage(in, target);
    }
  }
}
