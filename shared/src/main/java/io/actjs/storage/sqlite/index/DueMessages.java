package io.actjs.storage.sqlite.index;

import io.actjs.model.InboxMessage;
import io.actjs.storage.ShardSet;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of all actors that are due later and that the table does not have yet, in order of
 * their time, and where in the table the search for due ones begins. Guarded by the lock of the
 * {@link ActorIndex}.
 *
 * <p>Messages that fired stay in the table until their fold. While many fire, these would be read
 * again at each search; so a search notes how far the rows are all overridden by memory, and the
 * next one begins there. A fold that brings an earlier message into the table takes the note back.
 */
public final class DueMessages {
  /** The order of messages: time, then id, then actor. */
  public record Key(long dueAt, String id, String className, String actorId)
      implements Comparable<Key> {
    private static final Key FIRST = new Key(Long.MIN_VALUE, "", "", "");

    public static Key of(InboxMessage message) {
      return new Key(
          message.dueAt(), message.id(), message.target().className(), message.target().id());
    }

    @Override
    public int compareTo(Key other) {
      int order = Long.compare(dueAt, other.dueAt);
      order = order != 0 ? order : id.compareTo(other.id);
      order = order != 0 ? order : className.compareTo(other.className);
      return order != 0 ? order : actorId.compareTo(other.actorId);
    }
  }

  private final NavigableMap<Key, InboxMessage> unapplied = new TreeMap<>();
  private Key searchFrom = Key.FIRST;

  /** A message changes in memory; null is one that is not due later. */
  void replace(@Nullable InboxMessage before, @Nullable InboxMessage now) {
    if (before != null) {
      unapplied.remove(Key.of(before));
    }
    if (now != null) {
      unapplied.put(Key.of(now), now);
    }
  }

  /** The table has the message now, and memory gives it up. */
  void moveToTable(InboxMessage message) {
    Key key = Key.of(message);
    unapplied.remove(key);
    if (key.compareTo(searchFrom) < 0) {
      searchFrom = key;
    }
  }

  /** The first of the unapplied messages in the shards with {@code dueAt <= atMs}. */
  public List<InboxMessage> upTo(ShardSet shards, long atMs, int limit) {
    List<InboxMessage> due = new ArrayList<>();
    for (InboxMessage message : unapplied.values()) {
      if (message.dueAt() > atMs || due.size() == limit) {
        break;
      }
      if (shards.contains(message.target())) {
        due.add(message);
      }
    }
    return due;
  }

  /** No row before this one counts. */
  public Key searchFrom() {
    return searchFrom;
  }

  /** Memory overrides every row before the one with this key. */
  public void searchFrom(Key key) {
    searchFrom = key;
  }
}
