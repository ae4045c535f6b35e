package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.storage.ShardSet;
import io.actjs.storage.jdbc.LeftOut;
import io.actjs.storage.jdbc.MessageRows;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.index.ActorIndex;
import io.actjs.storage.sqlite.index.DueMessages;
import io.actjs.storage.sqlite.index.IndexedActor;
import io.actjs.storage.sqlite.index.LaterDelta;
import io.actjs.storage.sqlite.index.Unapplied;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads of what is due later that see the table and memory as one. The reads over all actors hold
 * the index's lock, so that nothing moves from memory to the table while rows are looked at one by
 * one: a row counts unless memory knows better.
 */
final class DueReads {
  private static final Comparator<InboxMessage> FIRST_DUE_FIRST =
      Comparator.comparing(DueMessages.Key::of);

  private final Database database;
  private final ActorIndex index;
  private final LeftOut leftOut = new LeftOut();

  /** Guarded by the index's lock. */
  private final Session table;

  DueReads(Database database, ActorIndex index) throws SQLException {
    this.database = database;
    this.index = index;
    this.table = database.reader();
  }

  /**
   * @param after null for the first
   */
  List<InboxMessage> of(ActorRef ref, @Nullable InboxMessage after, int limit) {
    return database.read(
        session -> {
          Overlay overlay = index.locked(() -> Overlay.of(index.known(ref)));
          if (overlay.closed()) {
            return List.of();
          }
          Map<String, LaterDelta> deltas = overlay.deltas();
          List<InboxMessage> merged = new ArrayList<>();
          session.forEach(
              Sql.LATER_OF,
              row -> {
                InboxMessage stored = MessageRows.pending(row);
                return deltas.containsKey(stored.id()) || merged.add(stored);
              },
              ref.className(),
              ref.id(),
              after == null ? Long.MIN_VALUE : after.dueAt(),
              after == null ? "" : after.id(),
              (long) limit + deltas.size());
          for (LaterDelta delta : deltas.values()) {
            InboxMessage pending = delta.message();
            if (pending != null && (after == null || FIRST_DUE_FIRST.compare(pending, after) > 0)) {
              merged.add(pending);
            }
          }
          return firstDue(merged, limit);
        });
  }

  /** What memory says about one actor. */
  private record Overlay(boolean closed, Map<String, LaterDelta> deltas) {
    static Overlay of(@Nullable IndexedActor actor) {
      Unapplied unapplied = actor == null ? null : actor.unapplied();
      return new Overlay(
          actor != null && actor.isClosed(), unapplied == null ? Map.of() : unapplied.later());
    }
  }

  private static List<InboxMessage> firstDue(List<InboxMessage> messages, int limit) {
    return messages.stream().sorted(FIRST_DUE_FIRST).limit(limit).toList();
  }

  List<InboxMessage> due(ShardSet shards, long atMs, int limit) {
    return limit < 1
        ? List.of()
        : database.attempt(
            () ->
                index.locked(
                    () -> {
                      List<InboxMessage> merged = new ArrayList<>(storedDue(shards, atMs, limit));
                      merged.addAll(index.due().upTo(shards, atMs, limit));
                      return firstDue(merged, limit);
                    }));
  }

  @Nullable Long nextAt(ShardSet shards) {
    List<InboxMessage> first =
        shards.isAll() ? due(shards, Long.MAX_VALUE, 1) : firstOfEach(shards);
    return first.isEmpty() ? null : first.getFirst().dueAt();
  }

  /** Sorting all that the shards have for one of them would be waste. */
  private List<InboxMessage> firstOfEach(ShardSet shards) {
    return database.attempt(
        () ->
            index.locked(
                () -> {
                  List<InboxMessage> first =
                      new ArrayList<>(index.due().upTo(shards, Long.MAX_VALUE, 1));
                  for (int shard : shards.stream().toArray()) {
                    first.addAll(stored(1, Sql.LATER_OF_SHARD, shard));
                  }
                  return firstDue(first, 1);
                }));
  }

  /** The first rows that count. */
  private List<InboxMessage> stored(int limit, String sql, Object... arguments)
      throws SQLException {
    List<InboxMessage> found = new ArrayList<>();
    table.forEach(
        sql,
        row -> {
          InboxMessage stored = leftOut.unlessDamaged(row);
          if (stored != null && !isOverridden(stored)) {
            found.add(stored);
          }
          return found.size() < limit;
        },
        arguments);
    return found;
  }

  private List<InboxMessage> storedDue(ShardSet shards, long atMs, int limit) throws SQLException {
    if (!shards.isAll()) {
      return stored(limit, Sql.DUE_IN_SHARDS, MergedReads.json(shards), atMs);
    }
    DueMessages due = index.due();
    DueMessages.Key from = due.searchFrom();
    List<InboxMessage> found = new ArrayList<>();
    table.forEach(
        Sql.DUE,
        row -> {
          InboxMessage stored = leftOut.unlessDamaged(row);
          if (stored == null) {
            return true;
          }
          if (found.isEmpty()) {
            due.searchFrom(DueMessages.Key.of(stored));
          }
          if (!isOverridden(stored)) {
            found.add(stored);
          }
          return found.size() < limit;
        },
        from.dueAt(),
        from.id(),
        from.className(),
        from.actorId(),
        atMs);
    return found;
  }

  private boolean isOverridden(InboxMessage stored) {
    IndexedActor actor = index.known(stored.target());
    return actor != null && (actor.isClosed() || actor.later(stored.id()) != null);
  }
}
