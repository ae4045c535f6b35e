package io.actjs.storage.sqlite.index;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorHead.Phase;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.Version;
import io.actjs.storage.ActorDraft;
import io.actjs.storage.CommitView;
import io.actjs.storage.DeadLetter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What memory knows of one actor: its head as of the last durable commit, its fence, and what of it
 * the tables do not have yet. Guarded by the lock of the {@link ActorIndex}.
 */
public final class IndexedActor {
  private final ActorRef ref;
  private final DueMessages due;
  private @Nullable Version version;
  private long seq;
  private long epoch;
  private boolean closed;
  private long createdAt;
  private long updatedAt;
  private List<String> tags = List.of();
  private long fence;

  /** In place of the fence as long as there has been no owner and no turn. */
  private long floor;

  private @Nullable Unapplied unapplied;
  private @Nullable ActorDraft draft;

  /**
   * @param stored the head in the table
   * @param fence the newest epoch that an owner has been given, if it is known
   * @param due where its unapplied messages that are due later are listed too
   */
  IndexedActor(ActorRef ref, @Nullable ActorHead stored, long fence, DueMessages due) {
    this.ref = ref;
    this.due = due;
    if (stored != null) {
      version = stored.version();
      seq = stored.seq();
      epoch = stored.epoch();
      closed = stored.phase() == Phase.TOMBSTONED;
      createdAt = stored.createdAt();
      updatedAt = stored.updatedAt();
      tags = stored.tags();
    }
    this.fence = Math.max(fence, epoch);
  }

  public ActorRef ref() {
    return ref;
  }

  public long seq() {
    return seq;
  }

  public boolean isClosed() {
    return closed;
  }

  public long fence() {
    return version == null && fence == 0 ? floor : fence;
  }

  /** An owner has got an epoch that no stored turn shows. */
  boolean isFenceUnstored() {
    return fence > epoch;
  }

  /** Epochs of an actor that has had no owner begin after the given one. */
  void startAbove(long forgotten) {
    floor = forgotten;
  }

  long raiseFence() {
    fence = fence() + 1;
    return fence;
  }

  public @Nullable ActorHead head() {
    Phase phase = closed ? Phase.TOMBSTONED : Phase.LIVE;
    return version == null
        ? null
        : new ActorHead(ref, version, seq, epoch, phase, createdAt, updatedAt, tags);
  }

  public @Nullable Unapplied unapplied() {
    return unapplied;
  }

  private Unapplied overlay() {
    if (unapplied == null) {
      unapplied = new Unapplied(due);
    }
    return unapplied;
  }

  @Nullable InboxDelta delta(String messageId) {
    return unapplied == null ? null : unapplied.delta(messageId);
  }

  /** A message that the tables need not have is pending. */
  public boolean hasAdded() {
    return unapplied != null && unapplied.hasAdded();
  }

  public void append(StoredTurn turn) {
    overlay().append(turn);
    createdAt = version == null ? turn.at() : createdAt;
    updatedAt = turn.at();
    version = turn.version();
    seq = turn.seq();
    epoch = turn.epoch();
    fence = Math.max(fence, epoch);
    closed = turn.tombstone();
    List<String> tagged = turn.tags();
    if (closed) {
      tags = List.of();
    } else if (tagged != null) {
      tags = tagged;
    }
  }

  /**
   * @param readBack whether the segment is one of a process that is gone
   */
  public void add(long pos, InboxMessage message, boolean readBack) {
    overlay().add(pos, message, readBack);
  }

  public void remove(long pos, String messageId) {
    overlay().remove(pos, messageId);
  }

  /**
   * @param now null when the letter is not among the dead letters any more
   */
  public void setLetter(long pos, String id, @Nullable DeadLetter now) {
    overlay().setLetter(pos, id, now);
  }

  /** What memory knows of a dead letter; null when the table knows all. */
  @Nullable LetterDelta letter(String id) {
    return unapplied == null ? null : unapplied.letter(id);
  }

  public void setReply(long pos, KeyedReply reply) {
    overlay().setReply(pos, reply);
  }

  /** What memory knows of the reply; null when it knows none. */
  public @Nullable KeyedReply reply(String scope) {
    return unapplied == null ? null : unapplied.reply(scope);
  }

  public Set<String> replyScopes() {
    return unapplied == null ? Set.of() : unapplied.replyScopes();
  }

  /**
   * @param now null when the message is not due later any more
   */
  public void setLater(long pos, String id, @Nullable InboxMessage now) {
    overlay().setLater(pos, id, now);
  }

  /** What memory knows of a message that may be due later; null when the table knows all. */
  public @Nullable LaterDelta later(String id) {
    return unapplied == null ? null : unapplied.later(id);
  }

  void forgetUpTo(long pos) {
    if (unapplied != null) {
      unapplied.forgetUpTo(pos);
      unapplied = unapplied.isEmpty() ? null : unapplied;
    }
  }

  /** The actor as the batch that is being committed leaves it; null when no batch touches it. */
  public @Nullable ActorDraft draft() {
    return draft;
  }

  public ActorDraft startDraft(CommitView stored) {
    ActorDraft started = new ActorDraft(stored);
    draft = started;
    return started;
  }

  void endDraft() {
    draft = null;
  }

  /** Memory must keep it: the tables alone would tell something else, or a batch is at it. */
  boolean isBusy() {
    return unapplied != null || draft != null;
  }
}
