package io.actjs.storage.memory;

import io.actjs.model.InboxMessage;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one actor has to do later: by id, and in the order of its time. */
final class LaterMessages {
  static final Comparator<InboxMessage> FIRST_DUE_FIRST =
      Comparator.comparingLong(InboxMessage::dueAt)
          .thenComparing(InboxMessage::id)
          .thenComparing(InboxMessage::target);

  private final NavigableMap<String, InboxMessage> byId = new TreeMap<>();
  private final NavigableSet<InboxMessage> byTime = new TreeSet<>(FIRST_DUE_FIRST);

  @Nullable InboxMessage get(String id) {
    return byId.get(id);
  }

  /** Takes the place of the message of the same id. */
  void put(InboxMessage message) {
    remove(message.id());
    byId.put(message.id(), message);
    byTime.add(message);
  }

  void remove(String id) {
    InboxMessage removed = byId.remove(id);
    if (removed != null) {
      byTime.remove(removed);
    }
  }

  void clear() {
    byId.clear();
    byTime.clear();
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** By id. */
  Collection<InboxMessage> all() {
    return byId.values();
  }

  /** Those behind the message, or all, the first due first. */
  Stream<InboxMessage> after(@Nullable InboxMessage message) {
    return (message == null ? byTime : byTime.tailSet(message, false)).stream();
  }
}
