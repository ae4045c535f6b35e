package io.actjs.storage.codec;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.TurnRecord;

/**
 * One form of the bodies of journal entries. Readers take every form that was ever written; writers
 * use the newest. A turn's seq comes first in each: readers skip turns without reading the rest.
 */
interface BodyFormat {
  void writeTurn(ByteWriter out, TurnRecord turn);

  TurnRecord readTurn(ByteReader in, ActorRef ref);

  void writeEntry(ByteWriter out, InboxEntry entry);

  InboxEntry.Accepted readAccepted(ByteReader in, ActorRef ref);

  InboxEntry.DeadLettered readDeadLettered(ByteReader in, ActorRef ref);

  InboxEntry.ReminderFired readReminderFired(ByteReader in, ActorRef ref);

  InboxEntry.Postponed readPostponed(ByteReader in, ActorRef ref);

  InboxEntry.Exhumed readExhumed(ByteReader in, ActorRef ref);

  /** For writers of older formats, which do not have every entry. */
  static IllegalArgumentException unknown(InboxEntry entry) {
    return new IllegalArgumentException("the format has no " + entry.getClass().getSimpleName());
  }

  /** The form of a container whose first byte this is. */
  static BodyFormat of(int number) {
    return switch (number) {
      case 1 -> FirstFormat.INSTANCE;
      case 2 -> SectionedFormat.SECOND;
      case 3 -> SectionedFormat.THIRD;
      default -> throw ByteReader.newer("format " + number);
    };
  }
}
