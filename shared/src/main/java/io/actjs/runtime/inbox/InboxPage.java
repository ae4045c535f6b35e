package io.actjs.runtime.inbox;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.registry.Manifests;
import io.actjs.runtime.output.StoreAccess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stored messages of one actor, oldest first.
 *
 * @param pins the manifests that they name and that are there, by sha
 * @param more whether there may be further ones
 */
public record InboxPage(List<InboxMessage> messages, Map<String, Manifest> pins, boolean more) {

  public static final InboxPage EMPTY = new InboxPage(List.of(), Map.of(), false);

  /** Blocks. */
  public static InboxPage load(StoreAccess store, ActorRef ref, int limit) {
    return of(store.driver().pendingInbox(ref, null, limit), store.manifests(), limit);
  }

  /** A page that was read with that limit; the manifests may have to be read. Blocks. */
  public static InboxPage of(List<InboxMessage> messages, Manifests manifests, int limit) {
    Map<String, Manifest> pins = new HashMap<>();
    for (InboxMessage message : messages) {
      if (message.manifest() != null) {
        addPin(message.manifest(), manifests, pins);
      }
    }
    return new InboxPage(messages, pins, messages.size() == limit);
  }

  /** A manifest that cannot be found concerns its messages alone. */
  private static void addPin(String sha, Manifests manifests, Map<String, Manifest> pins) {
    try {
      pins.computeIfAbsent(sha, manifests::get);
    } catch (ActjsException e) {
      if (e.code().retryable()) {
        throw e;
      }
    }
  }

  /** Whether the message names a manifest that cannot be found. */
  boolean lacksPin(InboxMessage message) {
    return message.manifest() != null && pin(message) == null;
  }

  @Nullable Manifest pin(InboxMessage message) {
    return message.manifest() == null ? null : pins.get(message.manifest());
  }
}
