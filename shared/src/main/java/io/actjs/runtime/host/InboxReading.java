package io.actjs.runtime.host;

import io.actjs.runtime.inbox.InboxPage;
import io.actjs.runtime.output.StoreAccess;

/** Reads a page of an actor's stored inbox on a storage thread and brings it to the host. */
final class InboxReading {
  /** Messages that are read at a time, beside those that are here already. */
  private static final int PAGE = 512;

  private InboxReading() {}

  /** On the worker. */
  static void begin(ActorHost host) {
    int limit = PAGE + host.pending.inbox.waiting();
    StoreAccess store = host.services.store();
    store.attempt(
        () -> InboxPage.load(store, host.ref(), limit, host.pending.inbox::isKnown),
        page -> host.worker.execute(() -> host.inboxPage(page)),
        host.outputs.gate::poison);
  }
}
