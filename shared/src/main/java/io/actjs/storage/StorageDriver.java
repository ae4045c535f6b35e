package io.actjs.storage;

import io.actjs.storage.access.AccessStore;
import org.jspecify.annotations.Nullable;

/**
 * The port to durable state. Every driver implements all of it and passes one TCK; callers depend
 * on the parts that they use.
 *
 * <p>Every method may be called from any thread and may block, except that {@link #commit} has as
 * many callers at a time as there are {@link #lanes} (those of the {@link Journal}), and entries of
 * one actor come from one after the other. A read sees every commit that returned before it began.
 *
 * <p>Every method may throw {@code StorageUnavailable} or {@code StorageFull}; after it, whether
 * the change is stored is unknown until the actor is activated again.
 */
public interface StorageDriver
    extends JournalStore, ActorStore, DueStore, PauseStore, RetentionStore, AutoCloseable {

  /** The order of turns, for readers that follow all of them. */
  OrderStore order();

  /** Published classes, manifests, keys, audit. */
  RegistryStore registry();

  /** Tokens, capabilities, values of environments. */
  AccessStore access();

  /** The store as a whole, to move or copy it. */
  StoreContents contents();

  /** Which node works on the store. */
  default NodeStore nodes() {
    return NodeStore.EXCLUSIVE;
  }

  /**
   * Reads and writes something trivial; returns when storage answers. Does not wait until it does:
   * within seconds it throws.
   */
  void ping();

  /**
   * The reason why storage is unavailable at present, for users; null when the last attempts to use
   * it succeeded, or when the driver never waits for it to return.
   */
  default @Nullable String outage() {
    return null;
  }

  /** The caller will close the driver soon: from now on nothing waits long for an outage to end. */
  default void stopWaiting() {}

  StorageStats stats();

  @Override
  void close();
}
