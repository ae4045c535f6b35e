package io.actjs.storage.sqlite.index;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.jdbc.DeadLetterRows;
import io.actjs.storage.jdbc.ReplyRows;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The actors that memory knows: all that have unapplied effects, and the most recently used others,
 * bounded. What it does not know, the tables tell completely.
 *
 * <p>Heads and effects change only under the driver's write lock, fences under this lock alone. An
 * activation waits for a batch that is at its actor, so that the head that it returns is final for
 * all older owners.
 */
public final class ActorIndex {
  private static final long MAX_UNSTORED_FENCES = 100_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition draftsEnded = lock.newCondition();
  private final Map<ActorRef, IndexedActor> busy = new HashMap<>();
  private final LinkedHashMap<ActorRef, IndexedActor> quiet = new LinkedHashMap<>(16, 0.75f, true);
  private final int quietLimit;
  private final Session tables;
  private final EvictedFences evictedFences;
  private final DueMessages due = new DueMessages();

  /**
   * No forgotten actor, and none that was dropped from memory before its first turn, had a later
   * owner. It need not outlive the process, as no owner does: the stored turns of a new actor show
   * its epochs, and there are none of the old one.
   */
  private long forgottenEpoch;

  /** Fences kept of actors that were not stored when they were dropped from memory. */
  private long unstoredFences;

  public ActorIndex(Database database, int quietLimit) throws SQLException {
    this.quietLimit = quietLimit;
    this.tables = database.reader();
    this.evictedFences = new EvictedFences(database);
  }

  public <T extends @Nullable Object> T locked(Database.Work<T> work) throws SQLException {
    lock.lock();
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  /** What memory knows of the actor, or null; the caller holds the lock. */
  public @Nullable IndexedActor known(ActorRef ref) {
    IndexedActor actor = busy.get(ref);
    return actor != null ? actor : quiet.get(ref);
  }

  /** The actor, from the tables when it is not known; the caller holds the lock. */
  public IndexedActor get(ActorRef ref) throws SQLException {
    IndexedActor actor = known(ref);
    if (actor == null) {
      actor = learn(ref, tables.first(Sql.HEAD, Rows::head, ref.className(), ref.id()));
    }
    actor.startAbove(forgottenEpoch);
    return actor;
  }

  private IndexedActor learn(ActorRef ref, @Nullable ActorHead stored) throws SQLException {
    IndexedActor actor = new IndexedActor(ref, stored, evictedFences.get(ref), due);
    quiet.put(ref, actor);
    trim();
    return actor;
  }

  /**
   * Runs what removes a deleted actor from the tables, and lets go of the actor. Nobody looks it up
   * meanwhile. The caller has the write lock.
   *
   * @return false, and nothing is done, when the actor is not deleted or has unapplied effects
   */
  public boolean forget(ActorRef ref, Removal removal) throws SQLException {
    return locked(
        () -> {
          IndexedActor actor = get(ref);
          if (!actor.isClosed() || actor.isBusy()) {
            return false;
          }
          removal.run();
          forgottenEpoch = Math.max(forgottenEpoch, actor.fence());
          quiet.remove(ref);
          evictedFences.drop(ref);
          return true;
        });
  }

  /** Changes the tables. */
  public interface Removal {
    void run() throws SQLException;
  }

  private void trim() throws SQLException {
    Iterator<IndexedActor> eldest = quiet.values().iterator();
    while (quiet.size() > quietLimit) {
      IndexedActor actor = eldest.next();
      if (!actor.isFenceUnstored()) {
        evictedFences.drop(actor.ref());
      } else if (actor.head() != null || unstoredFences++ < MAX_UNSTORED_FENCES) {
        evictedFences.keep(actor.ref(), actor.fence());
      } else {
        // Anybody may look at any id: one number stands for all further ones that are not stored.
        // It may fence an owner that has not run yet, which starts again; it lets no two in.
        forgottenEpoch = Math.max(forgottenEpoch, actor.fence());
      }
      eldest.remove();
    }
  }

  /** Keeps the actor known until {@link #settle}; the caller holds the lock. */
  public void hold(IndexedActor actor) {
    if (busy.putIfAbsent(actor.ref(), actor) == null) {
      quiet.remove(actor.ref());
    }
  }

  /** Lets go of actors that nothing keeps busy any more; the caller holds the lock. */
  public void settle(Iterable<IndexedActor> actors) throws SQLException {
    for (IndexedActor actor : actors) {
      actor.endDraft();
      if (!actor.isBusy() && busy.remove(actor.ref()) != null) {
        quiet.put(actor.ref(), actor);
      }
    }
    trim();
    draftsEnded.signalAll();
  }

  /** What is left to fold of the actor's effects up to the position. */
  public List<FoldStep> steps(ActorRef ref, long upTo) throws SQLException {
    return locked(
        () -> {
          IndexedActor actor = known(ref);
          Unapplied unapplied = actor == null ? null : actor.unapplied();
          return unapplied == null ? List.of() : unapplied.stepsUpTo(ref, upTo);
        });
  }

  /** Drops effects that the tables have now. */
  public void forget(List<ActorRef> refs, long upTo) throws SQLException {
    locked(
        () -> {
          List<IndexedActor> actors = new ArrayList<>(refs.size());
          for (ActorRef ref : refs) {
            IndexedActor actor = get(ref);
            actor.forgetUpTo(upTo);
            actors.add(actor);
          }
          settle(actors);
          return null;
        });
  }

  /**
   * Bumps the actor's fence and returns the actor's head with it. Of an actor that memory does not
   * know, the query for the head tells about its inbox as well: most have an empty one.
   */
  public Owner activate(ActorRef ref) throws SQLException {
    return locked(
        () -> {
          if (known(ref) == null) {
            Stored stored =
                Objects.requireNonNull(
                    tables.first(Sql.HEAD_AND_INBOX, Stored::of, ref.className(), ref.id()));
            IndexedActor actor = learn(ref, stored.head());
            actor.startAbove(forgottenEpoch);
            return new Owner(actor.head(), actor.raiseFence(), !stored.hasInbox());
          }
          IndexedActor actor = get(ref);
          while (actor.draft() != null) {
            draftsEnded.awaitUninterruptibly();
            actor = get(ref);
          }
          return new Owner(actor.head(), actor.raiseFence(), false);
        });
  }

  /**
   * What an activation finds.
   *
   * @param inboxEmpty whether it is known that no message is pending
   */
  public record Owner(@Nullable ActorHead head, long epoch, boolean inboxEmpty) {}

  /** What the tables have of an actor that memory does not know. */
  private record Stored(@Nullable ActorHead head, boolean hasInbox) {
    static Stored of(ResultSet row) throws SQLException {
      return new Stored(Rows.head(row), row.getBoolean(Rows.AFTER_HEAD));
    }
  }

  /** Whether a message of the actor is pending; the caller holds the lock. */
  public boolean isPending(IndexedActor actor, String messageId) throws SQLException {
    InboxDelta delta = actor.delta(messageId);
    if (delta != null) {
      return delta.isPending();
    }
    ActorRef ref = actor.ref();
    return tables.first(Sql.HAS_MESSAGE, row -> Boolean.TRUE, ref.className(), ref.id(), messageId)
        != null;
  }

  /** When a message is due, if it is due later; the caller holds the lock. */
  public OptionalLong dueAt(IndexedActor actor, String messageId) throws SQLException {
    LaterDelta delta = actor.later(messageId);
    if (delta != null) {
      InboxMessage pending = delta.message();
      return pending == null ? OptionalLong.empty() : OptionalLong.of(pending.dueAt());
    }
    ActorRef ref = actor.ref();
    Long stored =
        tables.first(Sql.DUE_AT, row -> row.getLong(1), ref.className(), ref.id(), messageId);
    return stored == null ? OptionalLong.empty() : OptionalLong.of(stored);
  }

  /** Whether a message of the actor is among the dead letters; the caller holds the lock. */
  public boolean isDead(IndexedActor actor, String messageId) throws SQLException {
    LetterDelta delta = actor.letter(messageId);
    if (delta != null) {
      return delta.letter() != null;
    }
    return DeadLetterRows.has(tables, actor.ref(), messageId);
  }

  /** The reply to requests of that scope; the caller holds the lock. */
  public @Nullable KeyedReply reply(IndexedActor actor, String scope) throws SQLException {
    KeyedReply unapplied = actor.reply(scope);
    return unapplied != null ? unapplied : ReplyRows.get(tables, actor.ref(), scope);
  }

  /** The reply, from whatever has it. */
  public @Nullable KeyedReply reply(Session session, ActorRef ref, String scope)
      throws SQLException {
    KeyedReply unapplied =
        locked(
            () -> {
              IndexedActor actor = known(ref);
              return actor == null ? null : actor.reply(scope);
            });
    return unapplied != null ? unapplied : ReplyRows.get(session, ref, scope);
  }

  /** The scopes of the replies that no fold has brought into the table. */
  public Set<String> unappliedReplies(ActorRef ref) throws SQLException {
    return locked(
        () -> {
          IndexedActor actor = known(ref);
          return actor == null ? Set.of() : Set.copyOf(actor.replyScopes());
        });
  }

  /** Unapplied messages of all actors that are due later; the caller holds the lock. */
  public DueMessages due() {
    return due;
  }

  /** What memory knows about the actor's head; null when it knows nothing. */
  public @Nullable Known head(ActorRef ref) {
    lock.lock();
    try {
      IndexedActor actor = known(ref);
      return actor == null ? null : new Known(actor.head());
    } finally {
      lock.unlock();
    }
  }

  /** The head, or null when the actor does not exist. */
  public record Known(@Nullable ActorHead head) {}

  /** The actor's unapplied turns from {@code fromSeq} on, at most {@code limit}. */
  public List<StoredTurn> turns(ActorRef ref, long fromSeq, int limit) {
    lock.lock();
    try {
      IndexedActor actor = known(ref);
      Unapplied unapplied = actor == null ? null : actor.unapplied();
      return unapplied == null ? List.of() : unapplied.turns(fromSeq, limit);
    } finally {
      lock.unlock();
    }
  }

  /** The actors with unapplied effects that fit, sorted. */
  public List<ActorRef> dirty(Predicate<IndexedActor> filter) throws SQLException {
    return locked(
        () ->
            busy.values().stream()
                .filter(actor -> actor.unapplied() != null && filter.test(actor))
                .map(IndexedActor::ref)
                .sorted()
                .toList());
  }

  /** Heads of the actors with unapplied effects that fit, sorted. */
  public List<ActorHead> dirtyHeads(Predicate<ActorRef> filter) throws SQLException {
    return locked(
        () -> {
          List<ActorHead> heads = new ArrayList<>();
          for (IndexedActor actor : busy.values()) {
            ActorHead head = filter.test(actor.ref()) ? actor.head() : null;
            if (head != null) {
              heads.add(head);
            }
          }
          heads.sort(Comparator.comparing(ActorHead::ref));
          return heads;
        });
  }

  /**
   * What memory knows of the dead letters of the actors that fit: the letters, and null for one
   * that is not among the dead letters any more.
   */
  public Map<LetterKey, @Nullable DeadLetter> deadLetters(Predicate<ActorRef> filter)
      throws SQLException {
    return locked(
        () -> {
          Map<LetterKey, @Nullable DeadLetter> letters = new HashMap<>();
          for (IndexedActor actor : busy.values()) {
            Unapplied unapplied = actor.unapplied();
            if (unapplied != null && filter.test(actor.ref())) {
              unapplied.eachLetter(
                  (id, letter) -> letters.put(new LetterKey(actor.ref(), id), letter));
            }
          }
          return letters;
        });
  }

  /** Names a dead letter. */
  public record LetterKey(ActorRef ref, String messageId) {
    public static LetterKey of(DeadLetter letter) {
      return new LetterKey(letter.message().target(), letter.message().id());
    }
  }
}
