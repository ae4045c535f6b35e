package io.actjs.runtime;

import io.actjs.engine.EngineLimits;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Clock;
import io.actjs.registry.ClassRegistry;
import io.actjs.storage.StorageDriver;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The actor server without a wire: what the daemon, the dev loop and embedders use. Futures
 * complete exceptionally with {@link io.actjs.model.ActjsException}, never wrapped, on a thread
 * that must not be blocked.
 */
public final class ActorRuntime implements AutoCloseable {

  public static Builder builder(StorageDriver storage) {
    throw new AssertionError(storage);
  }

  public ClassRegistry registry() {
    throw new AssertionError();
  }

  /**
   * Calls a handler; an actor that does not exist yet is created.
   *
   * @param args raw JSON
   * @param deadlineMs time from now; 0 for the default
   * @return the raw JSON result, null for undefined; durable with all that it saw
   */
  public CompletableFuture<@Nullable String> call(
      ActorRef ref, String method, String args, long deadlineMs) {
    throw new AssertionError();
  }

  /**
   * Sends a durable message.
   *
   * @return the message's id, once it is durable
   */
  public CompletableFuture<String> tell(ActorRef ref, String type, String payload) {
    throw new AssertionError();
  }

  /**
   * Mints an id (UUIDv7), runs {@code onInit(args)}; completes when the actor is durable.
   *
   * @param args raw JSON, or null
   */
  public CompletableFuture<ActorRef> create(String className, @Nullable String args) {
    throw new AssertionError();
  }

  /** The state of an actor; {@code ActorNotFound}, {@code Gone}. */
  public CompletableFuture<ActorView> read(ActorRef ref) {
    throw new AssertionError();
  }

  /** Deletes an actor for ever; {@code ActorNotFound}, {@code Gone}. */
  public CompletableFuture<Void> delete(ActorRef ref) {
    throw new AssertionError();
  }

  /**
   * Attaches a subscriber; an actor that does not exist yet is created. Completes after the
   * snapshot was handed over. {@code UnknownClass}, {@code Gone}, {@code SubscriberLimit}.
   */
  public CompletableFuture<Subscription> subscribe(ActorRef ref, Subscriber subscriber) {
    throw new AssertionError();
  }

  /** May block on storage; {@code ActorNotFound}. */
  public ActorInfo inspect(ActorRef ref) {
    throw new AssertionError();
  }

  /**
   * For development: every actor of the class, in memory or stored, runs this version from its next
   * turn on and keeps its state.
   */
  public void adopt(ClassRef ref) {
    throw new AssertionError();
  }

  public RuntimeStats stats() {
    throw new AssertionError();
  }

  /** Whether calls are taken and storage answers. May block on storage. */
  public boolean ready() {
    throw new AssertionError();
  }

  /**
   * Takes no more calls, ends those that run, stores snapshots, closes the engine and the storage.
   */
  @Override
  public void close() {
    throw new AssertionError();
  }

  /** Options of a runtime. */
  public static final class Builder {
    Builder() {}

    public Builder limits(RuntimeLimits limits) {
      throw new AssertionError();
    }

    public Builder engineLimits(EngineLimits limits) {
      throw new AssertionError();
    }

    public Builder clock(Clock clock) {
      throw new AssertionError();
    }

    /** Worker threads, one isolate each; the number of cores when not given. */
    public Builder workers(int count) {
      throw new AssertionError();
    }

    /** Starts the threads and, from then on, handles the messages that waited in storage. */
    public ActorRuntime start() {
      throw new AssertionError();
    }
  }
}
