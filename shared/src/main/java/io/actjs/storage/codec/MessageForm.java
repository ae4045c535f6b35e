package io.actjs.storage.codec;

import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.Reminder;
import io.actjs.model.ReminderChange;

/**
 * Messages and reminders in the bodies of one format. The formats differ in the headers only.
 *
 * @param ofMessages the form of a message's headers
 * @param ofReminders the form of a reminder's headers
 */
record MessageForm(HeaderForm ofMessages, HeaderForm ofReminders) {
  private static final int SCHEDULED = 1;
  private static final int CANCELLED = 2;

  /** Reads and writes headers at their place in a body. */
  interface HeaderForm {
    void write(ByteWriter out, Headers headers);

    Headers read(ByteReader in);
  }

  void writeMessage(ByteWriter out, InboxMessage message) {
    out.writeText(message.id());
    out.writeText(message.type());
    out.writeText(message.payload());
    out.writeText(message.sender());
    out.writeLong(message.at());
    ofMessages.write(out, message.headers());
  }

  InboxMessage readMessage(ByteReader in, ActorRef target) {
    return new InboxMessage(
        in.readText(),
        target,
        in.readText(),
        in.readText(),
        in.readText(),
        in.readLong(),
        ofMessages.read(in));
  }

  void writeReminder(ByteWriter out, Reminder reminder) {
    out.writeText(reminder.id());
    out.writeLong(reminder.dueAt());
    out.writeLong(reminder.everyMs());
    out.writeText(reminder.type());
    out.writeText(reminder.payload());
    ofReminders.write(out, reminder.headers());
    out.writeLong(reminder.setAt());
  }

  Reminder readReminder(ByteReader in, ActorRef target) {
    return new Reminder(
        in.readText(),
        target,
        in.readLong(),
        in.readLong(),
        in.readText(),
        in.readText(),
        ofReminders.read(in),
        in.readLong());
  }

  void writeChange(ByteWriter out, ReminderChange change) {
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

  ReminderChange readChange(ByteReader in, ActorRef ref) {
    int kind = in.readByte();
    return switch (kind) {
      case SCHEDULED -> new ReminderChange.Scheduled(readReminder(in, ref));
      case CANCELLED -> new ReminderChange.Cancelled(in.readText());
      default -> throw ByteReader.newer("a reminder change of kind " + kind);
    };
  }
}
