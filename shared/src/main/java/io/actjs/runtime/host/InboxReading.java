package io.actjs.runtime.host;

import io.actjs.runtime.inbox.InboxPage;
import io.actjs.runtime.loading.Loaded;
import io.actjs.runtime.output.StoreAccess;

/** Reads a page of an actor's stored inbox on a storage thread and brings it to the host. */
final class InboxReading {
  private InboxReading() {}

  /** On the worker. */
  static void begin(ActorHost host) {
    int limit = Loaded.INBOX_PAGE + host.pending.inbox.waiting();
    StoreAccess store = host.services.store();
    store.attempt(
        () -> InboxPage.load(store, host.ref(), limit),
        page -> host.worker.execute(() -> host.inboxPage(page)),
        host.outputs.gate::poison);
  }
}
