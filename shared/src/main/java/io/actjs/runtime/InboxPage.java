package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.InboxMessage;
import java.util.List;

/**
 * Stored messages of one actor, oldest first.
 *
 * @param more whether there may be further ones
 */
record InboxPage(List<InboxMessage> messages, boolean more) {

  /** Reads a page on a storage thread and brings it to the host. */
  static void read(ActorHost host, int limit) {
    RuntimeContext context = host.services.context();
    context.storageThreads.execute(
        () -> {
          InboxPage page;
          try {
            List<InboxMessage> messages = context.storage.pendingInbox(host.ref, null, limit);
            page = new InboxPage(messages, messages.size() == limit);
          } catch (ActjsException e) {
            host.poison(e);
            return;
          }
          host.worker.execute(() -> host.inboxPage(page));
        });
  }
}
