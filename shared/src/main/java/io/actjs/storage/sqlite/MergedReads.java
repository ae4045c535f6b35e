package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.TurnRecord;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.ShardSet;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.jdbc.DeadLetterRows;
import io.actjs.storage.jdbc.MessageRows;
import io.actjs.storage.jdbc.ReplyRows;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.index.ActorIndex;
import io.actjs.storage.sqlite.index.ActorIndex.LetterKey;
import io.actjs.storage.sqlite.index.IndexedActor;
import io.actjs.storage.sqlite.index.StoredTurn;
import io.actjs.storage.sqlite.index.Unapplied;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads that see the tables and the unapplied effects as one. Memory is looked at first: effects
 * move from memory to the tables and never back, so what is no longer in memory is surely in the
 * tables that are read after it, and what is in both is recognised by its key.
 */
final class MergedReads {
  private static final Comparator<DeadLetter> NEWEST_FIRST =
      Comparator.comparingLong(DeadLetter::at)
          .thenComparing(letter -> letter.message().id())
          .reversed();

  private final Database database;
  private final ActorIndex index;

  MergedReads(Database database, ActorIndex index) {
    this.database = database;
    this.index = index;
  }

  List<TurnRecord> journal(ActorRef ref, long fromSeq, int limit) {
    List<StoredTurn> unapplied = index.turns(ref, fromSeq, limit);
    long until = unapplied.isEmpty() ? Long.MAX_VALUE : unapplied.getFirst().seq();
    List<TurnRecord> turns = new ArrayList<>();
    if (fromSeq < until && limit > 0) {
      Predicate<TurnRecord> more =
          turn -> {
            if (turn.seq() < until) {
              turns.add(turn);
            }
            return turns.size() < limit && turn.seq() < until;
          };
      database.read(session -> readChunks(session, ref, fromSeq, more));
    }
    for (int i = 0; i < unapplied.size() && turns.size() < limit; i++) {
      StoredTurn turn = unapplied.get(i);
      turns.add(JournalCodec.readTurn(ref, turn.data(), turn.offset(), turn.length()));
    }
    return turns;
  }

  private static @Nullable Void readChunks(
      Session session, ActorRef ref, long fromSeq, Predicate<TurnRecord> more) throws SQLException {
    session.forEach(
        Sql.CHUNKS_FROM,
        row -> JournalCodec.readChunk(ref, row.getBytes(1), fromSeq, more),
        ref.className(),
        ref.id(),
        fromSeq);
    return null;
  }

  List<InboxMessage> inbox(ActorRef ref, @Nullable String after, int limit) {
    return database.read(session -> inbox(session, ref, after, limit));
  }

  private List<InboxMessage> inbox(Session session, ActorRef ref, @Nullable String after, int limit)
      throws SQLException {
    Overlay overlay = index.locked(() -> Overlay.of(index.known(ref), after, limit));
    if (overlay.closed()) {
      return List.of();
    }
    Map<String, InboxMessage> merged = new TreeMap<>();
    List<InboxMessage> stored =
        session.list(
            Sql.MESSAGES_AFTER,
            row -> MessageRows.pending(row, ref),
            ref.className(),
            ref.id(),
            after == null ? "" : after,
            (long) limit + overlay.removed().size());
    stored.forEach(message -> merged.put(message.id(), message));
    overlay.added().forEach(message -> merged.put(message.id(), message));
    merged.keySet().removeAll(overlay.removed());
    return merged.values().stream().limit(limit).toList();
  }

  /** Whether there is any, damaged or not: that is found when the actor reads it. */
  private boolean hasInbox(Session session, ActorRef ref) throws SQLException {
    Overlay overlay = index.locked(() -> Overlay.of(index.known(ref), null, 1));
    if (overlay.closed() || !overlay.added().isEmpty()) {
      return !overlay.closed();
    }
    List<String> stored =
        session.list(
            Sql.MESSAGE_IDS,
            row -> row.getString(1),
            ref.className(),
            ref.id(),
            1L + overlay.removed().size());
    return !overlay.removed().containsAll(stored);
  }

  /** One inbox according to memory. */
  private record Overlay(boolean closed, List<InboxMessage> added, Set<String> removed) {
    static Overlay of(@Nullable IndexedActor actor, @Nullable String after, int limit) {
      List<InboxMessage> added = new ArrayList<>();
      Set<String> removed = new HashSet<>();
      Unapplied unapplied = actor == null ? null : actor.unapplied();
      if (unapplied != null) {
        unapplied
            .inboxAfter(after)
            .forEach(
                (id, delta) -> {
                  InboxMessage message = delta.message();
                  if (message == null) {
                    removed.add(id);
                  } else if (added.size() < limit) {
                    added.add(message);
                  }
                });
      }
      return new Overlay(actor != null && actor.isClosed(), added, removed);
    }
  }

  List<ActorRef> actorsWithInbox(ShardSet shards, @Nullable ActorRef after, int limit) {
    return database.read(
        session -> {
          Set<ActorRef> merged =
              new TreeSet<>(
                  index.dirty(
                      actor ->
                          (after == null || actor.ref().compareTo(after) > 0)
                              && actor.hasAdded()
                              && shards.contains(actor.ref())));
          merged.addAll(
              shards.isAll()
                  ? withStoredInbox(session, after, limit)
                  : withStoredInbox(session, shards, after, limit));
          return merged.stream().limit(limit).toList();
        });
  }

  private List<ActorRef> withStoredInbox(Session session, @Nullable ActorRef after, int limit)
      throws SQLException {
    List<ActorRef> found = new ArrayList<>();
    ActorRef stored = nextWithStoredInbox(session, after);
    while (stored != null && found.size() < limit) {
      if (hasInbox(session, stored)) {
        found.add(stored);
      }
      stored = nextWithStoredInbox(session, stored);
    }
    return found;
  }

  private List<ActorRef> withStoredInbox(
      Session session, ShardSet shards, @Nullable ActorRef after, int limit) throws SQLException {
    List<ActorRef> found = new ArrayList<>();
    session.forEach(
        Sql.ACTORS_WITH_INBOX_IN_SHARDS,
        row -> {
          ActorRef stored = Rows.ref(row);
          if (found.size() < limit && hasInbox(session, stored)) {
            found.add(stored);
          }
          return found.size() < limit;
        },
        json(shards),
        after == null ? "" : after.className(),
        after == null ? "" : after.id());
    return found;
  }

  /** A JSON array of the shards. */
  static String json(ShardSet shards) {
    return shards.stream().mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }

  private static @Nullable ActorRef nextWithStoredInbox(Session session, @Nullable ActorRef after)
      throws SQLException {
    return session.first(
        Sql.NEXT_ACTOR_WITH_INBOX,
        Rows::ref,
        after == null ? "" : after.className(),
        after == null ? "" : after.id());
  }

  @Nullable KeyedReply reply(ActorRef ref, String scope) {
    return database.read(session -> index.reply(session, ref, scope));
  }

  List<String> replyScopes(ActorRef ref, int limit) {
    return database.read(
        session -> {
          Set<String> scopes = new LinkedHashSet<>(index.unappliedReplies(ref));
          scopes.addAll(ReplyRows.scopes(session, ref, limit));
          return scopes.stream().limit(limit).toList();
        });
  }

  List<DeadLetter> deadLetters(DeadLetterQuery query, int limit) {
    return database.read(
        session -> {
          Map<LetterKey, @Nullable DeadLetter> known = index.deadLetters(query::covers);
          List<DeadLetter> merged = new ArrayList<>();
          known.values().stream()
              .flatMap(Stream::ofNullable)
              .filter(query::matches)
              .forEach(merged::add);
          long wanted = (long) limit + known.size();
          for (DeadLetter stored : DeadLetterRows.list(session, query, wanted)) {
            if (!known.containsKey(LetterKey.of(stored))) {
              merged.add(stored);
            }
          }
          return merged.stream().sorted(NEWEST_FIRST).limit(limit).toList();
        });
  }

  @Nullable DeadLetter deadLetter(ActorRef ref, String messageId) {
    return database.read(
        session -> {
          Map<LetterKey, @Nullable DeadLetter> known = index.deadLetters(ref::equals);
          LetterKey key = new LetterKey(ref, messageId);
          return known.containsKey(key)
              ? known.get(key)
              : DeadLetterRows.get(session, ref, messageId);
        });
  }
}
