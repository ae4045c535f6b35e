package io.actjs.storage.codec;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.Headers;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Format 1: everything in a fixed order. A body may end early: the parts that it then lacks
 * (reminders, manifests) are empty. The only header is the manifest. Stores of earlier versions
 * hold it, and nothing new is stored in it.
 */
final class FirstFormat implements BodyFormat {
  static final FirstFormat INSTANCE = new FirstFormat();

  private static final int PATCH = 1;
  private static final int EVENTS = 2;
  private static final int TOMBSTONE = 3;
  private static final int REPLACED = 4;

  private static final MessageForm MESSAGES = new MessageForm.Apart(new Without(), new PinOnly());

  private FirstFormat() {}

  /** A message has no headers here: its manifest follows at the end of the body, if it has one. */
  private static final class Without implements MessageForm.HeaderForm {
    @Override
    public void write(ByteWriter out, Headers headers) {}

    @Override
    public Headers read(ByteReader in) {
      return Headers.NONE;
    }
  }

  private static final class PinOnly implements MessageForm.HeaderForm {
    @Override
    public void write(ByteWriter out, Headers headers) {
      out.writeText(BodyParts.orEmpty(headers.manifest()));
    }

    @Override
    public Headers read(ByteReader in) {
      return Headers.pinned(BodyParts.orNull(in.readText()));
    }
  }

  @Override
  public void writeTurn(ByteWriter out, TurnRecord turn) {
    out.writeLong(turn.seq());
    out.writeLong(turn.epoch());
    out.writeLong(turn.at());
    BodyParts.writeVersion(out, turn.version());
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
      BodyParts.writeRef(out, message.target());
      MESSAGES.writeMessage(out, message);
    }
    out.writeText(BodyParts.orEmpty(turn.consumed()));
    writeOptionalPart(out, turn);
  }

  /** The part of a turn's body that may be absent: reminders, then the outbox's manifests. */
  private static void writeOptionalPart(ByteWriter out, TurnRecord turn) {
    boolean pinned = turn.outbox().stream().anyMatch(message -> message.manifest() != null);
    if (turn.reminders().isEmpty() && !pinned) {
      return;
    }
    out.writeLong(turn.reminders().size());
    turn.reminders().forEach(change -> MESSAGES.writeChange(out, change));
    if (pinned) {
      turn.outbox().forEach(message -> out.writeText(BodyParts.orEmpty(message.manifest())));
    }
  }

  @Override
  public TurnRecord readTurn(ByteReader in, ActorRef ref) {
    long seq = in.readLong();
    long epoch = in.readLong();
    long at = in.readLong();
    Version version = BodyParts.readVersion(in);
    Change change = readChange(in);
    List<InboxMessage> outbox = readOutbox(in);
    String consumed = in.readText();
    List<ReminderChange> reminders = in.hasMore() ? readReminders(in, ref) : List.of();
    if (in.hasMore()) {
      outbox =
          outbox.stream().map(message -> pinned(message, BodyParts.orNull(in.readText()))).toList();
    }
    return new TurnRecord(
        ref, seq, epoch, version, at, change, outbox, reminders, BodyParts.orNull(consumed));
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
      ActorRef target = BodyParts.readRef(in);
      outbox.add(MESSAGES.readMessage(in, target));
    }
    return List.copyOf(outbox);
  }

  private static List<ReminderChange> readReminders(ByteReader in, ActorRef ref) {
    long count = in.readLong();
    List<ReminderChange> changes = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      changes.add(MESSAGES.readChange(in, ref));
    }
    return List.copyOf(changes);
  }

  @Override
  public void writeEntry(ByteWriter out, InboxEntry entry) {
    switch (entry) {
      case InboxEntry.Accepted accepted -> {
        MESSAGES.writeMessage(out, accepted.message());
        writeLastOptional(out, accepted.message().manifest());
      }
      case InboxEntry.DeadLettered dead -> {
        MESSAGES.writeMessage(out, dead.message());
        out.writeLong(dead.attempts());
        out.writeText(dead.reason());
        out.writeLong(dead.at());
        writeLastOptional(out, dead.message().manifest());
      }
      case InboxEntry.ReminderFired fired -> {
        MESSAGES.writeReminder(out, fired.reminder());
        out.writeLong(fired.nextDueAt());
        MESSAGES.writeMessage(out, fired.message());
        writeLastOptional(out, fired.message().manifest());
      }
      case InboxEntry.Postponed postponed -> throw BodyFormat.unknown(postponed);
      case InboxEntry.Exhumed exhumed -> throw BodyFormat.unknown(exhumed);
    }
  }

  @Override
  public InboxEntry.Accepted readAccepted(ByteReader in, ActorRef ref) {
    return new InboxEntry.Accepted(pinned(MESSAGES.readMessage(in, ref), lastOptional(in)));
  }

  @Override
  public InboxEntry.DeadLettered readDeadLettered(ByteReader in, ActorRef ref) {
    InboxMessage message = MESSAGES.readMessage(in, ref);
    int attempts = (int) in.readLong();
    String reason = in.readText();
    long at = in.readLong();
    return new InboxEntry.DeadLettered(pinned(message, lastOptional(in)), attempts, reason, at);
  }

  @Override
  public InboxEntry.ReminderFired readReminderFired(ByteReader in, ActorRef ref) {
    InboxMessage reminder = MESSAGES.readReminder(in, ref);
    long nextDueAt = in.readLong();
    InboxMessage message = MESSAGES.readMessage(in, ref);
    return new InboxEntry.ReminderFired(reminder, nextDueAt, pinned(message, lastOptional(in)));
  }

  @Override
  public InboxEntry.Postponed readPostponed(ByteReader in, ActorRef ref) {
    throw ByteReader.damaged("an entry that format 1 does not have");
  }

  @Override
  public InboxEntry.Exhumed readExhumed(ByteReader in, ActorRef ref) {
    throw ByteReader.damaged("an entry that format 1 does not have");
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
            Headers.pinned(manifest));
  }

  private static void writeLastOptional(ByteWriter out, @Nullable String text) {
    if (text != null) {
      out.writeText(text);
    }
  }

  private static @Nullable String lastOptional(ByteReader in) {
    return in.hasMore() ? in.readText() : null;
  }
}
