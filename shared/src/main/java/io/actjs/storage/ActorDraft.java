package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.KeyedReply;
import io.actjs.model.TurnRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An actor as the accepted entries of a batch would leave it, while the batch is being decided. */
public final class ActorDraft {
  private final CommitView stored;
  private long seq;
  private long fence;
  private boolean closed;

  /** Of the messages that the batch has touched, whether they are pending. */
  private @Nullable Map<String, Boolean> inbox;

  /** Of those that the batch has touched, when they are due later. */
  private @Nullable Map<String, OptionalLong> later;

  /** Of those that the batch has touched, whether they are dead letters. */
  private @Nullable Map<String, Boolean> dead;

  /** What the batch has answered, by scope. */
  private @Nullable Map<String, KeyedReply> replies;

  public ActorDraft(CommitView stored) {
    this.stored = stored;
    this.seq = stored.seq();
    this.fence = stored.fence();
    this.closed = stored.isClosed();
  }

  /** One draft of each actor that is asked for. */
  public static Function<ActorRef, ActorDraft> perActor(
      Function<ActorRef, ? extends CommitView> stored) {
    Map<ActorRef, ActorDraft> drafts = new HashMap<>();
    return ref -> drafts.computeIfAbsent(ref, key -> new ActorDraft(stored.apply(key)));
  }

  long seq() {
    return seq;
  }

  long fence() {
    return fence;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isPending(String messageId) {
    Boolean drafted = inbox == null ? null : inbox.get(messageId);
    return drafted != null ? drafted : stored.isPending(messageId);
  }

  OptionalLong dueAt(String messageId) {
    OptionalLong drafted = later == null ? null : later.get(messageId);
    return drafted != null ? drafted : stored.dueAt(messageId);
  }

  boolean isDead(String messageId) {
    Boolean drafted = dead == null ? null : dead.get(messageId);
    return drafted != null ? drafted : stored.isDead(messageId);
  }

  /** Whether a repetition of the request at that time has an answer. */
  boolean remembers(KeyedReply asked, long atMs) {
    String scope = asked.key().scope();
    KeyedReply drafted = replies == null ? null : replies.get(scope);
    KeyedReply known = drafted != null ? drafted : stored.reply(scope);
    return known != null && known.isValidAt(atMs);
  }

  void remember(@Nullable KeyedReply reply) {
    if (reply != null) {
      if (replies == null) {
        replies = new HashMap<>();
      }
      replies.put(reply.key().scope(), reply);
    }
  }

  void append(TurnRecord turn) {
    seq = turn.seq();
    fence = turn.epoch();
    closed = turn.change() instanceof Change.Tombstone;
  }

  void setPending(String messageId, boolean pending) {
    if (inbox == null) {
      inbox = new HashMap<>();
    }
    inbox.put(messageId, pending);
  }

  void setDueAt(String messageId, OptionalLong dueAt) {
    if (later == null) {
      later = new HashMap<>();
    }
    later.put(messageId, dueAt);
  }

  void setDead(String messageId, boolean isDead) {
    if (dead == null) {
      dead = new HashMap<>();
    }
    dead.put(messageId, isDead);
  }
}
