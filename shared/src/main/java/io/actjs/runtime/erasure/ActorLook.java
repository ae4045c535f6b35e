package io.actjs.runtime.erasure;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.KeyedReply;
import io.actjs.model.TurnRecord;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.erasure.ErasureRound.Fate;
import io.actjs.runtime.erasure.ErasureRound.OfActor;
import io.actjs.storage.StorageDriver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks what erasing would take from an actor, and changes nothing. Blocks. */
public final class ActorLook {
  private final StorageDriver storage;
  private final ClassRegistry registry;

  public ActorLook(StorageDriver storage, ClassRegistry registry) {
    this.storage = storage;
    this.registry = registry;
  }

  /** What would become of the actor. */
  Fate fate(@Nullable ActorHead head, boolean deletes) {
    if (head == null) {
      return Fate.ABSENT;
    }
    if (head.phase() == ActorHead.Phase.TOMBSTONED) {
      return Fate.REMOVED;
    }
    ClassRef stored = new ClassRef(head.ref().className(), head.version());
    return deletes || registry.personal(stored).isEmpty() ? Fate.DELETED : Fate.ERASED;
  }

  /** What erasing would do. */
  public OfActor look(ActorRef ref, boolean deletes) {
    ActorHead head = storage.head(ref);
    Fate fate = fate(head, deletes);
    ErasureCounts counts =
        ErasureCounts.ofDeadLetters(storage.deadLetters(ref, Traces.MOST).size());
    if (head != null) {
      counts = counts.plus(ErasureCounts.ofTurns(turns(head)));
      counts = counts.plus(ErasureCounts.ofReplies(replies(ref)));
    }
    if (fate == Fate.DELETED || fate == Fate.ERASED) {
      int messages = Traces.messages(storage, ref, Traces::tells).size();
      counts = counts.plus(ErasureCounts.ofMessages(messages));
    }
    return new OfActor(ref, fate, counts.plus(countOf(fate)));
  }

  private long turns(ActorHead head) {
    List<TurnRecord> first = storage.readJournal(head.ref(), 1, 1);
    return first.isEmpty() ? 0 : head.seq() - first.getFirst().seq() + 1;
  }

  static ErasureCounts countOf(Fate fate) {
    return switch (fate) {
      case DELETED, REMOVED -> ErasureCounts.ofDeleted(1);
      case ERASED -> ErasureCounts.ofErased(1);
      case ABSENT -> ErasureCounts.NONE;
    };
  }

  private long replies(ActorRef ref) {
    long replies = 0;
    for (String scope : storage.replyScopes(ref, Integer.MAX_VALUE)) {
      KeyedReply reply = storage.reply(ref, scope);
      replies += reply != null && Traces.tells(reply) ? 1 : 0;
    }
    return replies;
  }

  /** What {@link ActorErasure#takeMessages} would take. */
  public ErasureCounts messages(ActorHead head, String principal) {
    ActorRef ref = head.ref();
    boolean lives = head.phase() == ActorHead.Phase.LIVE;
    int found =
        lives
            ? Traces.messages(storage, ref, message -> Traces.isOf(message, principal)).size()
            : 0;
    ErasureCounts ofMessages = ErasureCounts.ofMessages(found);
    if (!Traces.areInJournal(storage, ref, principal)) {
      return ofMessages;
    }
    boolean stays = lives && isEventSourced(head);
    return ofMessages.plus(stays ? ErasureCounts.ofKept(1) : ErasureCounts.ofTurns(turns(head)));
  }

  boolean isEventSourced(ActorHead head) {
    ClassRef stored = new ClassRef(head.ref().className(), head.version());
    return registry.version(stored).shape().kind() == ClassKind.EVENTS;
  }
}
