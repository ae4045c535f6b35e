package io.actjs.bench.inventory;

import java.util.List;

/** One Inventory actor and a way to run turns of it. */
public interface InventoryActor extends AutoCloseable {
  /** Calls that are under way at once. */
  int BATCH = 64;

  /** Makes the actor. */
  interface Host {
    InventoryActor open();
  }

  /** Runs one turn and returns the number that it returned. */
  long call(String method, String args);

  /** Runs a {@code take} turn for each of the arguments; returns when all have ended well. */
  void takeAll(List<String> args);

  @Override
  void close();
}
