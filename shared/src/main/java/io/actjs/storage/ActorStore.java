package io.actjs.storage;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.TurnRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stored actors: heads, journals, snapshots and inboxes. For threads and errors, see {@link
 * StorageDriver}.
 */
public interface ActorStore {

  /**
   * Makes the caller the actor's owner: from now on a turn with an older epoch is refused,
   * whichever process sends it. An actor that does not exist is not created; its first turn does
   * that. It is durable when this returns.
   *
   * @return the fencing token for the new owner's turns, greater than every earlier one
   */
  long own(ActorRef ref);

  /**
   * The stored data of the actor; its owner does not change. Head, snapshot and turns are as of one
   * moment, messages possibly as of a later one.
   *
   * @param known the turn whose state the caller has, 0 for none. If the journal has that turn, the
   *     result begins with it and has no snapshot: the caller can check that it is the turn it
   *     knows, and continue from its own state
   */
  default Activation read(ActorRef ref, long known) {
    return Activation.peek(this, ref, known);
  }

  /**
   * {@link #own} and then {@link #read}, at the price of one. A damaged snapshot is passed over
   * when the turns alone make the state.
   *
   * @throws io.actjs.model.ActjsException {@code StoreDamaged} when they do not, or when a message
   *     does not fit its checksum
   */
  Activation activate(ActorRef ref, long known);

  /** {@link #activate(ActorRef, long)} for a caller without any state of the actor. */
  default Activation activate(ActorRef ref) {
    return activate(ref, 0);
  }

  /** The actor's head, or null when it never existed. A deleted actor has one. */
  @Nullable ActorHead head(ActorRef ref);

  /**
   * Heads in order of (class, id), those after {@code after}; of one class when {@code className}
   * is given.
   */
  List<ActorHead> heads(@Nullable String className, @Nullable ActorRef after, int limit);

  /**
   * Heads of the actors that have the tag, in the same order; of one class when {@code className}
   * is given.
   */
  List<ActorHead> tagged(
      String tag, @Nullable String className, @Nullable ActorRef after, int limit);

  /**
   * Turns with {@code seq >= fromSeq}, ascending and without a gap; at most {@code limit} of them.
   */
  List<TurnRecord> readJournal(ActorRef ref, long fromSeq, int limit);

  /**
   * Stores a snapshot of committed state; one that is older than the newest stored one, or of a
   * deleted actor, is ignored.
   *
   * @throws IllegalArgumentException when the snapshot's turn is not committed
   */
  void saveSnapshot(ActorSnapshot snapshot);

  /**
   * The newest snapshot, or null.
   *
   * @throws io.actjs.model.ActjsException {@code StoreDamaged} when it does not fit its checksum
   */
  @Nullable ActorSnapshot snapshot(ActorRef ref);

  /** The actor's unconsumed messages in id order, those after the id {@code after}. */
  List<InboxMessage> pendingInbox(ActorRef ref, @Nullable String after, int limit);

  /** Actors in the shards that have unconsumed messages, in order, those after {@code after}. */
  List<ActorRef> actorsWithInbox(ShardSet shards, @Nullable ActorRef after, int limit);

  /** Actors that have unconsumed messages, in order, those after {@code after}. */
  default List<ActorRef> actorsWithInbox(@Nullable ActorRef after, int limit) {
    return actorsWithInbox(ShardSet.ALL, after, limit);
  }

  /**
   * What a request under a key was answered, or null. Turns and other journal entries bring
   * replies; they stay when their actor is deleted, and go with its last trace or as {@link
   * Expired.Replies}.
   *
   * @param scope of the request's {@link io.actjs.model.RequestKey}
   */
  @Nullable KeyedReply reply(ActorRef ref, String scope);

  /** The scopes that the actor has replies to, in no order; expired ones may be among them. */
  List<String> replyScopes(ActorRef ref, int limit);

  /** Messages that were given up, newest first. */
  List<DeadLetter> deadLetters(DeadLetterQuery query, int limit);

  /** Messages of the actor that were given up, newest first. */
  default List<DeadLetter> deadLetters(ActorRef ref, int limit) {
    return deadLetters(DeadLetterQuery.of(ref), limit);
  }

  /** The actor's message that was given up, or null when none with this id was. */
  @Nullable DeadLetter deadLetter(ActorRef ref, String messageId);
}
