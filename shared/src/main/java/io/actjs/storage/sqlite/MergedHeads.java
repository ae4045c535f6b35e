package io.actjs.storage.sqlite;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.index.ActorIndex;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Heads of actors from memory and the tables; see {@link MergedReads}. */
final class MergedHeads {
  private final Database database;
  private final ActorIndex index;

  MergedHeads(Database database, ActorIndex index) {
    this.database = database;
    this.index = index;
  }

  @Nullable ActorHead head(ActorRef ref) {
    ActorIndex.Known known = index.head(ref);
    return known != null
        ? known.head()
        : database.read(session -> session.first(Sql.HEAD, Rows::head, ref.className(), ref.id()));
  }

  List<ActorHead> heads(@Nullable String className, @Nullable ActorRef after, int limit) {
    return database.read(
        session -> {
          Map<ActorRef, ActorHead> merged = unapplied(className, after);
          for (ActorHead head : stored(session, className, after, limit)) {
            merged.merge(head.ref(), head, (a, b) -> a.seq() >= b.seq() ? a : b);
          }
          return merged.values().stream().limit(limit).toList();
        });
  }

  /**
   * What memory knows of an actor counts, also that it has lost the tag. So pages of the table are
   * read until as many as wanted are left of them.
   */
  List<ActorHead> tagged(
      String tag, @Nullable String className, @Nullable ActorRef after, int limit) {
    return database.read(
        session -> {
          NavigableMap<ActorRef, ActorHead> unapplied = unapplied(className, after);
          NavigableMap<ActorRef, ActorHead> found = new TreeMap<>(unapplied);
          found.values().removeIf(head -> !head.tags().contains(tag));
          ActorRef reached = after;
          List<ActorHead> page;
          do {
            page = storedTagged(session, tag, className, reached, limit);
            for (ActorHead head : page) {
              reached = head.ref();
              if (!unapplied.containsKey(reached)) {
                found.put(reached, head);
              }
            }
          } while (page.size() == limit
              && reached != null
              && found.headMap(reached, true).size() < limit);
          return found.values().stream().limit(limit).toList();
        });
  }

  private NavigableMap<ActorRef, ActorHead> unapplied(
      @Nullable String className, @Nullable ActorRef after) throws SQLException {
    NavigableMap<ActorRef, ActorHead> heads = new TreeMap<>();
    for (ActorHead head : index.dirtyHeads(ref -> isWanted(ref, className, after))) {
      heads.put(head.ref(), head);
    }
    return heads;
  }

  private static boolean isWanted(
      ActorRef ref, @Nullable String className, @Nullable ActorRef after) {
    return (className == null || ref.className().equals(className))
        && (after == null || ref.compareTo(after) > 0);
  }

  private static List<ActorHead> stored(
      Session session, @Nullable String className, @Nullable ActorRef after, int limit)
      throws SQLException {
    if (className == null) {
      return session.list(Sql.HEADS_AFTER, Rows::head, classOf(after), idOf(after), limit);
    }
    return isBehind(className, after)
        ? List.of()
        : session.list(
            Sql.HEADS_OF_CLASS_AFTER, Rows::head, className, idIn(className, after), limit);
  }

  private static List<ActorHead> storedTagged(
      Session session, String tag, @Nullable String className, @Nullable ActorRef after, int limit)
      throws SQLException {
    if (className == null) {
      return session.list(Sql.TAGGED_AFTER, Rows::head, tag, classOf(after), idOf(after), limit);
    }
    return isBehind(className, after)
        ? List.of()
        : session.list(
            Sql.TAGGED_OF_CLASS_AFTER, Rows::head, tag, className, idIn(className, after), limit);
  }

  /** Classes come one after the other: all actors of this one were before. */
  private static boolean isBehind(String className, @Nullable ActorRef after) {
    return className.compareTo(classOf(after)) < 0;
  }

  private static String idIn(String className, @Nullable ActorRef after) {
    return className.equals(classOf(after)) ? idOf(after) : "";
  }

  private static String classOf(@Nullable ActorRef ref) {
    return ref == null ? "" : ref.className();
  }

  private static String idOf(@Nullable ActorRef ref) {
    return ref == null ? "" : ref.id();
  }
}
