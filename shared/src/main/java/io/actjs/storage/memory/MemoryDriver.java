package io.actjs.storage.memory;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalBatch;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.model.Pause;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Activation;
import io.actjs.storage.ActorDraft;
import io.actjs.storage.CommitDecision;
import io.actjs.storage.CommitResult;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.Expired;
import io.actjs.storage.JournalExtent;
import io.actjs.storage.OrderStore;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.ShardSet;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.StorageStats;
import io.actjs.storage.StoreContents;
import io.actjs.storage.access.AccessStore;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in this object and nothing anywhere else. It is the plainest statement of what
 * the {@link StorageDriver} contract means: the other drivers are compared with it.
 *
 * <p>Closing it releases nothing and forgets nothing, so a test may "restart" over the same object.
 */
public final class MemoryDriver implements StorageDriver {
  private final NavigableMap<ActorRef, StoredActor> actors = new TreeMap<>();
  private final MemoryDeadLetters deadLetters = new MemoryDeadLetters();
  private final MemoryRegistry registry = new MemoryRegistry();
  private final MemoryAccess access = new MemoryAccess(registry.audit());
  private final MemoryPauses pauses = new MemoryPauses();
  private final StoreContents contents =
      new MemoryContents(this, actors, this::actor, deadLetters, registry, access, pauses);
  private final MemoryOrder order = new MemoryOrder(this);
  private long commits;
  private long entries;

  /** No forgotten actor had a later owner. */
  private long forgottenEpoch;

  @Override
  public synchronized long own(ActorRef ref) {
    return actor(ref).own();
  }

  @Override
  public synchronized Activation activate(ActorRef ref, long known) {
    StoredActor actor = actor(ref);
    long epoch = actor.own();
    return Activation.read(this, ref, actor.head(), epoch, known);
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public synchronized List<CommitResult> commit(JournalBatch batch) {
    List<CommitResult> results = CommitDecision.on(batch, ActorDraft.perActor(this::actor));
    for (int i = 0; i < batch.size(); i++) {
      if (results.get(i) == CommitResult.COMMITTED) {
        JournalEntry entry = batch.entries().get(i);
        store(entry);
        if (entry.audit() != null) {
          registry.audit().add(entry.audit());
        }
        entries++;
      }
    }
    commits++;
    return results;
  }

  private void store(JournalEntry entry) {
    StoredActor actor = actor(entry.ref());
    switch (entry) {
      case TurnRecord turn -> {
        actor.append(turn);
        order.append(turn);
        turn.outbox().forEach(this::deliver);
      }
      case Remembered(var reply, _) -> actor.remember(reply);
      case InboxEntry.Accepted(var message, var reply) -> {
        actor.accept(message);
        actor.remember(reply);
      }
      case InboxEntry.ReminderFired fired -> actor.fire(fired);
      case InboxEntry.Postponed postponed -> {
        actor.inbox().remove(postponed.message().id());
        actor.putOff(postponed.message());
      }
      case InboxEntry.DeadLettered dead -> {
        actor.inbox().remove(dead.message().id());
        deadLetters.add(DeadLetter.of(dead));
        if (dead.next() != null) {
          actor.putOff(dead.next());
        }
      }
      case InboxEntry.Exhumed exhumed -> {
        deadLetters.remove(exhumed.ref(), exhumed.messageId());
        if (exhumed.again() != null) {
          actor.accept(exhumed.again());
        }
      }
    }
  }

  private void deliver(InboxMessage message) {
    StoredActor target = actor(message.target());
    if (target.isClosed()) {
      deadLetters.add(DeadLetter.undeliverable(message));
    } else {
      target.accept(message);
    }
  }

  private StoredActor actor(ActorRef ref) {
    return actors.computeIfAbsent(ref, this::unknown);
  }

  private StoredActor unknown(ActorRef ref) {
    return new StoredActor(ref, () -> forgottenEpoch, id -> deadLetters.get(ref, id) != null);
  }

  @Override
  public synchronized @Nullable ActorHead head(ActorRef ref) {
    StoredActor actor = actors.get(ref);
    return actor == null ? null : actor.head();
  }

  @Override
  public synchronized List<ActorHead> heads(
      @Nullable String className, @Nullable ActorRef after, int limit) {
    return after(after)
        .filter(actor -> className == null || actor.ref().className().equals(className))
        .flatMap(actor -> Stream.ofNullable(actor.head()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<ActorHead> tagged(
      String tag, @Nullable String className, @Nullable ActorRef after, int limit) {
    return after(after)
        .filter(actor -> className == null || actor.ref().className().equals(className))
        .flatMap(actor -> Stream.ofNullable(actor.head()))
        .filter(head -> head.tags().contains(tag))
        .limit(limit)
        .toList();
  }

  private Stream<StoredActor> after(@Nullable ActorRef after) {
    return (after == null ? actors : actors.tailMap(after, false)).values().stream();
  }

  @Override
  public synchronized List<TurnRecord> readJournal(ActorRef ref, long fromSeq, int limit) {
    StoredActor actor = actors.get(ref);
    return actor == null ? List.of() : actor.journal(fromSeq, limit);
  }

  @Override
  public synchronized void saveSnapshot(ActorSnapshot snapshot) {
    actor(snapshot.ref()).save(snapshot);
  }

  @Override
  public synchronized @Nullable ActorSnapshot snapshot(ActorRef ref) {
    StoredActor actor = actors.get(ref);
    return actor == null ? null : actor.snapshot();
  }

  @Override
  public synchronized List<InboxMessage> pendingInbox(
      ActorRef ref, @Nullable String after, int limit) {
    StoredActor actor = actors.get(ref);
    if (actor == null) {
      return List.of();
    }
    NavigableMap<String, InboxMessage> inbox = actor.inbox();
    return (after == null ? inbox : inbox.tailMap(after, false))
        .values().stream().limit(limit).toList();
  }

  @Override
  public synchronized List<ActorRef> actorsWithInbox(
      ShardSet shards, @Nullable ActorRef after, int limit) {
    return after(after)
        .filter(actor -> !actor.inbox().isEmpty() && shards.contains(actor.ref()))
        .map(StoredActor::ref)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized @Nullable KeyedReply reply(ActorRef ref, String scope) {
    StoredActor actor = actors.get(ref);
    return actor == null ? null : actor.reply(scope);
  }

  @Override
  public synchronized List<String> replyScopes(ActorRef ref, int limit) {
    StoredActor actor = actors.get(ref);
    return actor == null ? List.of() : actor.replies().keySet().stream().limit(limit).toList();
  }

  private int dropReplies(long nowMs, int limit) {
    int dropped = 0;
    for (StoredActor actor : actors.values()) {
      Iterator<KeyedReply> replies = actor.replies().values().iterator();
      while (replies.hasNext() && dropped < limit) {
        if (!replies.next().isValidAt(nowMs)) {
          replies.remove();
          dropped++;
        }
      }
    }
    return dropped;
  }

  @Override
  public synchronized List<DeadLetter> deadLetters(DeadLetterQuery query, int limit) {
    return deadLetters.newestFirst(query, limit);
  }

  @Override
  public synchronized @Nullable DeadLetter deadLetter(ActorRef ref, String messageId) {
    return deadLetters.get(ref, messageId);
  }

  @Override
  public synchronized List<InboxMessage> later(
      ActorRef ref, @Nullable InboxMessage after, int limit) {
    StoredActor actor = actors.get(ref);
    return actor == null ? List.of() : actor.later().after(after).limit(limit).toList();
  }

  @Override
  public synchronized List<InboxMessage> due(ShardSet shards, long atMs, int limit) {
    return firstOfEach(shards, limit)
        .filter(message -> message.dueAt() <= atMs)
        .sorted(LaterMessages.FIRST_DUE_FIRST)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized @Nullable Long nextDueAt(ShardSet shards) {
    return firstOfEach(shards, 1)
        .min(LaterMessages.FIRST_DUE_FIRST)
        .map(InboxMessage::dueAt)
        .orElse(null);
  }

  private Stream<InboxMessage> firstOfEach(ShardSet shards, int limit) {
    return actors.values().stream()
        .filter(actor -> shards.contains(actor.ref()))
        .flatMap(actor -> actor.later().after(null).limit(limit));
  }

  @Override
  public synchronized List<Pause> pauses() {
    return pauses.all();
  }

  @Override
  public synchronized void pause(Pause pause, AuditEntry audit) {
    pauses.put(pause);
    registry.audit().add(audit);
  }

  @Override
  public synchronized boolean resume(String className, @Nullable String id, AuditEntry audit) {
    boolean resumed = pauses.remove(className, id);
    if (resumed) {
      registry.audit().add(audit);
    }
    return resumed;
  }

  @Override
  public synchronized void retain(ActorSnapshot beforeMigration, long until) {
    actor(beforeMigration.ref()).retain(beforeMigration, until);
  }

  @Override
  public synchronized @Nullable ActorSnapshot retained(ActorRef ref) {
    StoredActor actor = actors.get(ref);
    return actor == null ? null : actor.retained();
  }

  @Override
  public synchronized long compact(ActorRef ref, long upToSeq) {
    StoredActor actor = actor(ref);
    actor.requireSnapshot(upToSeq);
    return actor.dropTurns(Math.min(upToSeq, order.lastFree(ref)));
  }

  @Override
  public synchronized List<JournalExtent> extents(
      ShardSet shards, @Nullable ActorRef after, int limit) {
    return after(after)
        .filter(actor -> shards.contains(actor.ref()))
        .flatMap(actor -> Stream.ofNullable(actor.extent()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized long dropJournal(ActorRef deleted) {
    StoredActor actor = actors.get(deleted);
    return actor == null || !actor.isClosed() ? 0 : actor.dropTurns(order.lastFree(deleted));
  }

  @Override
  public synchronized boolean forget(ActorRef deleted) {
    StoredActor actor = actors.get(deleted);
    if (actor == null || !actor.isClosed() || order.lastFree(deleted) < Long.MAX_VALUE) {
      return false;
    }
    forgottenEpoch = Math.max(forgottenEpoch, actor.fence());
    actors.remove(deleted);
    return true;
  }

  @Override
  public synchronized int drop(Expired expired, int limit) {
    return switch (expired) {
      case Expired.UnbornActors unborn -> 0;
      case Expired.Sources sources -> 0;
      case Expired.RetainedStates states ->
          (int)
              actors.values().stream()
                  .filter(actor -> actor.dropRetained(states.nowMs()))
                  .limit(limit)
                  .count();
      case Expired.Replies replies -> dropReplies(replies.nowMs(), limit);
      case Expired.Revocations revocations -> access.dropRevocations(revocations.nowMs(), limit);
      case Expired.DeadLetters letters -> deadLetters.drop(letters, limit);
      case Expired.AuditEntries entries -> registry.audit().drop(entries.before(), limit);
    };
  }

  @Override
  public RegistryStore registry() {
    return registry;
  }

  @Override
  public OrderStore order() {
    return order;
  }

  @Override
  public AccessStore access() {
    return access;
  }

  @Override
  public StoreContents contents() {
    return contents;
  }

  @Override
  public void ping() {}

  @Override
  public synchronized StorageStats stats() {
    return new StorageStats(commits, entries, 0, 0);
  }

  @Override
  public void close() {}
}
