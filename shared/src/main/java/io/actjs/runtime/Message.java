package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What an actor's mailbox holds. */
sealed interface Message {
  ActorRef target();

  /** Ends the message without its work having been done. */
  void fail(ActjsException reason);

  /** Whether nobody waits for it any more, so that it need not be handled. */
  default boolean abandoned() {
    return false;
  }

  /** Whether it may bring an actor into being that does not exist yet. */
  default boolean creates() {
    return true;
  }

  /** Whether the version of the class matters to it. */
  default boolean isVersioned() {
    return false;
  }

  /** Whether the actor sent it to itself. */
  default boolean isOwn() {
    return false;
  }

  /** The versions that it is pinned to, or null. */
  default @Nullable Manifest pin() {
    return null;
  }

  /** A call that somebody waits for. */
  final class Call implements Message {
    final ActorRef target;
    final String method;
    final String args;
    final @Nullable CallChain callers;
    final long deadlineAt;

    /** By the clock that only durations are measured with. */
    final long arrivedNanos = System.nanoTime();

    private final @Nullable Manifest pin;
    final CompletableFuture<@Nullable String> reply = new CompletableFuture<>();

    /** Set before the call is delivered. */
    DeadlineWheel.@Nullable Timer timer;

    /**
     * @param args raw JSON
     * @param deadlineAt milliseconds since 1970
     */
    Call(
        ActorRef target,
        String method,
        String args,
        @Nullable CallChain callers,
        long deadlineAt,
        @Nullable Manifest pin) {
      this.target = target;
      this.method = method;
      this.args = args;
      this.callers = callers;
      this.deadlineAt = deadlineAt;
      this.pin = pin;
    }

    @Override
    public ActorRef target() {
      return target;
    }

    @Override
    public boolean isVersioned() {
      return true;
    }

    @Override
    public @Nullable Manifest pin() {
      return pin;
    }

    void succeed(@Nullable String result) {
      cancelTimer();
      reply.complete(result);
    }

    @Override
    public void fail(ActjsException reason) {
      cancelTimer();
      reply.completeExceptionally(reason);
    }

    private void cancelTimer() {
      if (timer != null) {
        timer.cancel();
      }
    }

    @Override
    public boolean abandoned() {
      return reply.isDone();
    }
  }

  /** A durable tell; failing it leaves it in the durable inbox. */
  final class Told implements Message {
    final InboxMessage message;
    private final TellRetry retry;
    private final @Nullable Manifest pin;
    private final boolean own;

    /**
     * @param pin the manifest that the message names
     */
    Told(InboxMessage message, TellRetry retry, @Nullable Manifest pin) {
      this.message = message;
      this.retry = retry;
      this.pin = pin;
      this.own = message.sender().equals(message.target().toString());
    }

    @Override
    public boolean isOwn() {
      return own;
    }

    @Override
    public boolean isVersioned() {
      return true;
    }

    @Override
    public @Nullable Manifest pin() {
      return pin;
    }

    @Override
    public ActorRef target() {
      return message.target();
    }

    @Override
    public void fail(ActjsException reason) {
      retry.failed(this, reason);
    }
  }

  /** Asks for the state after all that came before it, once that is durable. */
  final class Query implements Message {
    /** Receives the answer, on the output thread. */
    interface Receiver {
      void state(ActorView view);

      void failed(ActjsException reason);

      /** Whether the answer has come to an end without this. */
      default boolean abandoned() {
        return false;
      }
    }

    private final ActorRef target;
    private final boolean creates;
    final Receiver receiver;

    /** For a query that creates the actor: the argument of its onInit, raw JSON. */
    final @Nullable String initArgs;

    private final @Nullable Manifest pin;

    Query(
        ActorRef target,
        boolean creates,
        @Nullable String initArgs,
        @Nullable Manifest pin,
        Receiver receiver) {
      this.target = target;
      this.pin = pin;
      this.creates = creates;
      this.initArgs = initArgs;
      this.receiver = receiver;
    }

    @Override
    public ActorRef target() {
      return target;
    }

    @Override
    public boolean isVersioned() {
      return true;
    }

    @Override
    public @Nullable Manifest pin() {
      return pin;
    }

    @Override
    public void fail(ActjsException reason) {
      receiver.failed(reason);
    }

    @Override
    public boolean abandoned() {
      return receiver.abandoned();
    }

    @Override
    public boolean creates() {
      return creates;
    }
  }

  /** Deletes the actor. */
  record Delete(ActorRef target, CompletableFuture<@Nullable Void> reply) implements Message {
    @Override
    public void fail(ActjsException reason) {
      reply.completeExceptionally(reason);
    }

    @Override
    public boolean abandoned() {
      return reply.isDone();
    }

    @Override
    public boolean creates() {
      return false;
    }
  }

  /**
   * Moves the actor to a version of its class, sticky or not.
   *
   * @param principal for the audit
   */
  record Migrate(
      ActorRef target, ClassVersion to, String principal, CompletableFuture<ActorHead> reply)
      implements Message {
    @Override
    public void fail(ActjsException reason) {
      reply.completeExceptionally(reason);
    }

    @Override
    public boolean abandoned() {
      return reply.isDone();
    }

    @Override
    public boolean creates() {
      return false;
    }
  }

  /**
   * Takes the actor's last migration back.
   *
   * @param dropTurns whether turns since then may be dropped
   * @param principal for the audit
   */
  record Rollback(
      ActorRef target, boolean dropTurns, String principal, CompletableFuture<ActorHead> reply)
      implements Message {
    @Override
    public void fail(ActjsException reason) {
      reply.completeExceptionally(reason);
    }

    @Override
    public boolean abandoned() {
      return reply.isDone();
    }

    @Override
    public boolean creates() {
      return false;
    }
  }

  /** Has an actor read its stored inbox, which brings it into memory. */
  record Wake(ActorRef target, CompletableFuture<@Nullable Void> done) implements Message {
    @Override
    public void fail(ActjsException reason) {
      done.completeExceptionally(reason);
    }
  }
}
