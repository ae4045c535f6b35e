package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.model.Reminder;
import io.actjs.storage.ShardSet;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.index.ActorIndex;
import io.actjs.storage.sqlite.index.DueReminders;
import io.actjs.storage.sqlite.index.IndexedActor;
import io.actjs.storage.sqlite.index.ReminderDelta;
import io.actjs.storage.sqlite.index.Unapplied;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads of reminders that see the table and memory as one. The reads over all actors hold the
 * index's lock, so that nothing moves from memory to the table while rows are looked at one by one:
 * a row counts unless memory knows better.
 */
final class ReminderReads {
  private static final Comparator<Reminder> FIRST_DUE_FIRST =
      Comparator.comparing(DueReminders.Key::of);

  private final Database database;
  private final ActorIndex index;

  /** Guarded by the index's lock. */
  private final Session table;

  ReminderReads(Database database, ActorIndex index) throws SQLException {
    this.database = database;
    this.index = index;
    this.table = database.reader();
  }

  List<Reminder> of(ActorRef ref, int limit) {
    return database.read(
        session -> {
          Overlay overlay = index.locked(() -> Overlay.of(index.known(ref)));
          if (overlay.closed()) {
            return List.of();
          }
          Map<String, ReminderDelta> deltas = overlay.deltas();
          List<Reminder> merged = new ArrayList<>();
          session.forEach(
              Sql.REMINDERS_OF,
              row -> {
                Reminder stored = Rows.reminder(row);
                return deltas.containsKey(stored.id()) || merged.add(stored);
              },
              ref.className(),
              ref.id(),
              (long) limit + deltas.size());
          for (ReminderDelta delta : deltas.values()) {
            Reminder pending = delta.reminder();
            if (pending != null) {
              merged.add(pending);
            }
          }
          return firstDue(merged, limit);
        });
  }

  /** The reminders of one actor according to memory. */
  private record Overlay(boolean closed, Map<String, ReminderDelta> deltas) {
    static Overlay of(@Nullable IndexedActor actor) {
      Unapplied unapplied = actor == null ? null : actor.unapplied();
      return new Overlay(
          actor != null && actor.isClosed(), unapplied == null ? Map.of() : unapplied.reminders());
    }
  }

  private static List<Reminder> firstDue(List<Reminder> reminders, int limit) {
    return reminders.stream().sorted(FIRST_DUE_FIRST).limit(limit).toList();
  }

  List<Reminder> due(ShardSet shards, long atMs, int limit) {
    return limit < 1
        ? List.of()
        : database.attempt(
            () ->
                index.locked(
                    () -> {
                      List<Reminder> merged = new ArrayList<>(storedDue(shards, atMs, limit));
                      merged.addAll(index.due().upTo(shards, atMs, limit));
                      return firstDue(merged, limit);
                    }));
  }

  @Nullable Long nextAt(ShardSet shards) {
    List<Reminder> first = shards.isAll() ? due(shards, Long.MAX_VALUE, 1) : firstOfEach(shards);
    return first.isEmpty() ? null : first.getFirst().dueAt();
  }

  /** Sorting all reminders of the shards for one of them would be waste. */
  private List<Reminder> firstOfEach(ShardSet shards) {
    return database.attempt(
        () ->
            index.locked(
                () -> {
                  List<Reminder> first =
                      new ArrayList<>(index.due().upTo(shards, Long.MAX_VALUE, 1));
                  for (int shard : shards.stream().toArray()) {
                    first.addAll(stored(1, Sql.REMINDERS_OF_SHARD, shard));
                  }
                  return firstDue(first, 1);
                }));
  }

  /** The first rows that count. */
  private List<Reminder> stored(int limit, String sql, Object... arguments) throws SQLException {
    List<Reminder> found = new ArrayList<>();
    table.forEach(
        sql,
        row -> {
          Reminder stored = Rows.reminder(row);
          if (!isOverridden(stored)) {
            found.add(stored);
          }
          return found.size() < limit;
        },
        arguments);
    return found;
  }

  private List<Reminder> storedDue(ShardSet shards, long atMs, int limit) throws SQLException {
    if (!shards.isAll()) {
      return stored(limit, Sql.REMINDERS_DUE_IN_SHARDS, MergedReads.json(shards), atMs);
    }
    DueReminders due = index.due();
    DueReminders.Key from = due.searchFrom();
    List<Reminder> found = new ArrayList<>();
    table.forEach(
        Sql.REMINDERS_DUE,
        row -> {
          Reminder stored = Rows.reminder(row);
          if (found.isEmpty()) {
            due.searchFrom(DueReminders.Key.of(stored));
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

  private boolean isOverridden(Reminder stored) {
    IndexedActor actor = index.known(stored.target());
    return actor != null && (actor.isClosed() || actor.reminder(stored.id()) != null);
  }
}
