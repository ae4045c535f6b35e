package io.actjs.storage.postgres.pool;

import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The committers of this process that no transaction uses now. There are never more than
 * transactions have been at once, but for those that were left in doubt.
 */
final class Committers {
  private final UUID process = UUID.randomUUID();
  private final AtomicInteger slots = new AtomicInteger();
  private final ConcurrentLinkedDeque<Committer> free = new ConcurrentLinkedDeque<>();

  Committer take() {
    Committer committer = free.pollFirst();
    return committer != null ? committer : new Committer(process, slots.incrementAndGet());
  }

  void giveBack(Committer committer) {
    free.addFirst(committer);
  }
}
