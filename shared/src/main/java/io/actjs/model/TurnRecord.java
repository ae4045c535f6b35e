package io.actjs.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one turn did. It is stored as a whole or not at all.
 *
 * @param seq the actor's turn number: dense, from 1; number 1 creates the actor
 * @param epoch the owner's fencing token, as {@code StorageDriver.activate} returned it
 * @param version the class version that ran
 * @param at the turn's start, milliseconds since 1970
 * @param outbox messages that become durable with this turn
 * @param reminders changes of the actor's reminders that become durable with this turn, in order
 * @param consumed the id of the inbox message that this turn handled, if one
 * @param tags all tags that the actor has from this turn on, sorted; null when it has those from
 *     before
 * @param reply what the request was answered, when it had a key. It is no part of the journal:
 *     records that are read back have none
 * @param audit what the audit is told of the turn, in its transaction. It is no part of the journal
 *     either
 */
public record TurnRecord(
    ActorRef ref,
    long seq,
    long epoch,
    Version version,
    long at,
    Change change,
    List<InboxMessage> outbox,
    List<ReminderChange> reminders,
    @Nullable String consumed,
    @Nullable List<String> tags,
    @Nullable KeyedReply reply,
    @Nullable AuditEntry audit)
    implements JournalEntry {

  /** A turn of which the audit is told nothing. */
  public TurnRecord(
      ActorRef ref,
      long seq,
      long epoch,
      Version version,
      long at,
      Change change,
      List<InboxMessage> outbox,
      List<ReminderChange> reminders,
      @Nullable String consumed,
      @Nullable List<String> tags,
      @Nullable KeyedReply reply) {
    this(ref, seq, epoch, version, at, change, outbox, reminders, consumed, tags, reply, null);
  }

  /** A turn of a request without a key that changes no tags. */
  public TurnRecord(
      ActorRef ref,
      long seq,
      long epoch,
      Version version,
      long at,
      Change change,
      List<InboxMessage> outbox,
      List<ReminderChange> reminders,
      @Nullable String consumed) {
    this(ref, seq, epoch, version, at, change, outbox, reminders, consumed, null, null, null);
  }

  /** The same turn, with the tags that it leaves; null when it leaves them as they are. */
  public TurnRecord tagging(@Nullable List<String> now) {
    return new TurnRecord(
        ref, seq, epoch, version, at, change, outbox, reminders, consumed, now, reply, audit);
  }

  /** The same turn, with what its request was answered. */
  public TurnRecord answering(@Nullable KeyedReply keyed) {
    return new TurnRecord(
        ref, seq, epoch, version, at, change, outbox, reminders, consumed, tags, keyed, audit);
  }

  /** The same turn, with what the audit is told of it. */
  public TurnRecord audited(@Nullable AuditEntry entry) {
    return new TurnRecord(
        ref, seq, epoch, version, at, change, outbox, reminders, consumed, tags, reply, entry);
  }

  /** The turn as its journal has it: without what is stored elsewhere. */
  public TurnRecord journaled() {
    return reply == null && audit == null ? this : answering(null).audited(null);
  }

  /** A turn that only changes its actor. */
  public static TurnRecord of(
      ActorRef ref, long seq, long epoch, Version version, long at, Change change) {
    return new TurnRecord(ref, seq, epoch, version, at, change, List.of(), List.of(), null);
  }
}
