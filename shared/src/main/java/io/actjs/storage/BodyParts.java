package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.Reminder;
import io.actjs.model.Version;
import org.jspecify.annotations.Nullable;

/** What more than one body has: messages, reminders, names. */
final class BodyParts {
  private BodyParts() {}

  static void writeMessage(ByteWriter out, InboxMessage message) {
    out.writeText(message.id());
    out.writeText(message.type());
    out.writeText(message.payload());
    out.writeText(message.sender());
    out.writeLong(message.at());
  }

  static InboxMessage readMessage(ByteReader in, ActorRef target) {
    return new InboxMessage(
        in.readText(), target, in.readText(), in.readText(), in.readText(), in.readLong(), Headers.NONE);
  }

  static InboxMessage pinned(InboxMessage message, @Nullable String manifest) {
    return manifest == null
        ? message
        : new InboxMessage(
            message.id(),
            message.target(),
            message.type(),
            message.payload(),
            message.sender(),
            message.at(),
            Headers.pinned(manifest));
  }

  static void writeReminder(ByteWriter out, Reminder reminder) {
    out.writeText(reminder.id());
    out.writeLong(reminder.dueAt());
    out.writeLong(reminder.everyMs());
    out.writeText(reminder.type());
    out.writeText(reminder.payload());
    out.writeText(orEmpty(reminder.manifest()));
    out.writeLong(reminder.setAt());
  }

  static Reminder readReminder(ByteReader in, ActorRef target) {
    return new Reminder(
        in.readText(),
        target,
        in.readLong(),
        in.readLong(),
        in.readText(),
        in.readText(),
        Headers.pinned(orNull(in.readText())),
        in.readLong());
  }

  static void writeLastOptional(ByteWriter out, @Nullable String text) {
    if (text != null) {
      out.writeText(text);
    }
  }

  static @Nullable String lastOptional(ByteReader in) {
    return in.hasMore() ? in.readText() : null;
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static void writeRef(ByteWriter out, ActorRef ref) {
    out.writeText(ref.className());
    out.writeText(ref.id());
  }

  static ActorRef readRef(ByteReader in) {
    return new ActorRef(in.readText(), in.readText());
  }

  static void writeVersion(ByteWriter out, Version version) {
    out.writeLong(version.major());
    out.writeLong(version.minor());
    out.writeLong(version.patch());
    out.writeText(version.prerelease());
  }

  static Version readVersion(ByteReader in) {
    return new Version(in.readLong(), in.readLong(), in.readLong(), in.readText());
  }
}
