package io.actjs.storage;

import io.actjs.model.Node;
import org.jspecify.annotations.Nullable;

/**
 * The node that uses the store. A node takes a lease and renews it; while it holds the lease, no
 * other node gets one. Times are by the store's clock, so that nodes need not agree on theirs.
 * Calls and errors are as in {@link StorageDriver}.
 */
public interface NodeStore {

  /**
   * The lease of another node.
   *
   * @param renewals grows with each renewal: a holder whose lease grows is alive
   * @param leftMs until it ends if it is not renewed
   */
  record Held(Node holder, long renewals, long leftMs) {}

  /**
   * Takes the lease, durably, unless another node holds it.
   *
   * @param dead id of a holder known to have ended, whose lease no longer counts; or null
   * @return null when the lease is taken
   */
  @Nullable Held claim(Node node, long leaseMs, @Nullable String dead);

  /**
   * Extends the node's lease to {@code leaseMs} from now, even when it had ended, provided that
   * nobody has taken it since.
   *
   * @return false when another node has taken it
   */
  boolean renew(Node node, long leaseMs);

  /** Ends the node's lease, if it holds it. */
  void release(Node node);

  /** For a store that one process owns by other means: its lease is always available. */
  NodeStore EXCLUSIVE =
      new NodeStore() {
        @Override
        public @Nullable Held claim(Node node, long leaseMs, @Nullable String dead) {
          return null;
        }

        @Override
        public boolean renew(Node node, long leaseMs) {
          return true;
        }

        @Override
        public void release(Node node) {}
      };
}
