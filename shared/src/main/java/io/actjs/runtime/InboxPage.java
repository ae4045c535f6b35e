package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.registry.Manifests;
import io.actjs.storage.StorageDriver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stored messages of one actor, oldest first.
 *
 * @param pins the manifests that they name, by sha
 * @param more whether there may be further ones
 */
record InboxPage(List<InboxMessage> messages, Map<String, Manifest> pins, boolean more) {

  static final InboxPage EMPTY = new InboxPage(List.of(), Map.of(), false);

  /** Reads a page on a storage thread and brings it to the host. */
  static void read(ActorHost host, int limit) {
    RuntimeContext context = host.services.context();
    context.storageThreads.execute(
        () -> {
          InboxPage page;
          try {
            page = load(context.storage, context.manifests, host.ref, limit);
          } catch (ActjsException e) {
            host.poison(e);
            return;
          }
          host.worker.execute(() -> host.inboxPage(page));
        });
  }

  /** Blocks. */
  static InboxPage load(StorageDriver storage, Manifests manifests, ActorRef ref, int limit) {
    return of(storage.pendingInbox(ref, null, limit), manifests, limit);
  }

  /** A page that was read with that limit; the manifests may have to be read. Blocks. */
  static InboxPage of(List<InboxMessage> messages, Manifests manifests, int limit) {
    Map<String, Manifest> pins = new HashMap<>();
    for (InboxMessage message : messages) {
      if (message.manifest() != null) {
        pins.computeIfAbsent(message.manifest(), manifests::get);
      }
    }
    return new InboxPage(messages, pins, messages.size() == limit);
  }

  @Nullable Manifest pin(InboxMessage message) {
    return message.manifest() == null ? null : pins.get(message.manifest());
  }
}
