package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxMessage;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.List;

/** The body of a turn: the same bytes in a segment and in a chunk. */
final class TurnBody {
  private static final int PATCH = 1;
  private static final int EVENTS = 2;
  private static final int TOMBSTONE = 3;
  private static final int REPLACED = 4;

  private static final int SCHEDULED = 1;
  private static final int CANCELLED = 2;

  private TurnBody() {}

  // The seq comes first: readChunk skips turns without reading the rest of them.
  static void write(ByteWriter out, TurnRecord turn) {
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
      BodyParts.writeMessage(out, message);
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
          BodyParts.writeReminder(out, set.reminder());
        }
        case ReminderChange.Cancelled cancelled -> {
          out.writeByte(CANCELLED);
          out.writeText(cancelled.id());
        }
      }
    }
    if (pinned) {
      turn.outbox().forEach(message -> out.writeText(BodyParts.orEmpty(message.manifest())));
    }
  }

  static TurnRecord read(ByteReader in, ActorRef ref) {
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
          outbox.stream()
              .map(message -> BodyParts.pinned(message, BodyParts.orNull(in.readText())))
              .toList();
    }
    return new TurnRecord(
        ref, seq, epoch, version, at, change, outbox, reminders, BodyParts.orNull(consumed));
  }

  private static List<ReminderChange> readReminders(ByteReader in, ActorRef ref) {
    long count = in.readLong();
    List<ReminderChange> changes = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      int kind = in.readByte();
      changes.add(
          switch (kind) {
            case SCHEDULED -> new ReminderChange.Scheduled(BodyParts.readReminder(in, ref));
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
      ActorRef target = BodyParts.readRef(in);
      outbox.add(BodyParts.readMessage(in, target));
    }
    return List.copyOf(outbox);
  }
}
