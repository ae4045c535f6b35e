package io.actjs.storage;

import io.actjs.model.ActorRef;
import java.util.function.Consumer;

/**
 * Hints between the servers that share a store. Any of them may get lost, arrive twice, late or for
 * no reason, so nothing depends on one: a server that gets a hint looks at the store earlier than
 * it otherwise would. Thread-safe.
 */
public interface Signals {

  /** Something that another server may want to look at. */
  sealed interface Signal {
    /**
     * A reminder was set.
     *
     * @param dueAt milliseconds since 1970
     */
    record ReminderSet(long dueAt) implements Signal {}

    /** Classes were published, or deprecated. */
    record RegistryChanged() implements Signal {}

    /**
     * An actor has a new owner.
     *
     * @param epoch the new owner's; a server with an older one has lost the actor
     */
    record Activated(ActorRef ref, long epoch) implements Signal {}
  }

  /** Hands a hint to the other servers; returns at once and never fails. */
  void send(Signal signal);

  /**
   * Passes every hint from others to the listener, which must not block. After a time in which
   * hints may have been lost it gets those that make it look at everything.
   */
  void listen(Consumer<Signal> listener);

  /** For a server that is alone with its store. */
  Signals NONE =
      new Signals() {
        @Override
        public void send(Signal signal) {}

        @Override
        public void listen(Consumer<Signal> listener) {}
      };
}
