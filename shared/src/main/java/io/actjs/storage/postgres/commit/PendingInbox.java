package io.actjs.storage.postgres.commit;

import io.actjs.model.InboxMessage;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The effects of a batch on one actor's inbox. It knows of the stored messages those that the batch
 * wants to take out; of others it need not know, as one that is stored already stays as it is.
 */
final class PendingInbox {
  private final Set<String> stored = new HashSet<>();
  private final Set<String> removed = new HashSet<>();
  private final Map<String, InboxMessage> added = new LinkedHashMap<>();

  void foundStored(String messageId) {
    stored.add(messageId);
  }

  void add(InboxMessage message) {
    boolean there = stored.contains(message.id()) && !removed.contains(message.id());
    if (!there) {
      added.putIfAbsent(message.id(), message);
    }
  }

  boolean isStored(String messageId) {
    return stored.contains(messageId);
  }

  /** Takes a message out that is pending. */
  void remove(String messageId) {
    if (added.remove(messageId) == null) {
      removed.add(messageId);
    }
  }

  /** Stored messages that leave; they leave before the {@link #added} come. */
  Collection<String> removed() {
    return removed;
  }

  Collection<InboxMessage> added() {
    return added.values();
  }

  void clear() {
    stored.clear();
    removed.clear();
    added.clear();
  }
}
