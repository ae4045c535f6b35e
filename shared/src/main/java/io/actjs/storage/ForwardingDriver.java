package io.actjs.storage;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalBatch;
import io.actjs.model.JournalEntry;
import io.actjs.model.KeyedReply;
import io.actjs.model.Pause;
import io.actjs.model.TurnRecord;
import io.actjs.storage.access.AccessStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A driver that forwards every call to another one, for subclasses that change a few of them. It
 * overrides the port's default methods as well: the other driver may have better ones.
 */
public abstract class ForwardingDriver implements StorageDriver {
  /** The driver that does the work. */
  protected final StorageDriver store;

  protected ForwardingDriver(StorageDriver store) {
    this.store = store;
  }

  @Override
  public long own(ActorRef ref) {
    return store.own(ref);
  }

  @Override
  public Activation read(ActorRef ref, long known) {
    return store.read(ref, known);
  }

  @Override
  public Activation activate(ActorRef ref, long known) {
    return store.activate(ref, known);
  }

  /** Through {@link #activate(ActorRef, long)}, so that overriding that one changes both. */
  @Override
  public Activation activate(ActorRef ref) {
    return activate(ref, 0);
  }

  @Override
  public List<CommitResult> commit(JournalBatch batch) {
    return store.commit(batch);
  }

  /** As {@link JournalStore} has it, so that whoever overrides the other sees all commits. */
  @Override
  public List<CommitResult> commit(List<JournalEntry> entries) {
    return commit(JournalBatch.of(entries));
  }

  @Override
  public @Nullable ActorHead head(ActorRef ref) {
    return store.head(ref);
  }

  @Override
  public List<ActorHead> heads(@Nullable String className, @Nullable ActorRef after, int limit) {
    return store.heads(className, after, limit);
  }

  @Override
  public List<ActorHead> tagged(
      String tag, @Nullable String className, @Nullable ActorRef after, int limit) {
    return store.tagged(tag, className, after, limit);
  }

  @Override
  public List<TurnRecord> readJournal(ActorRef ref, long fromSeq, int limit) {
    return store.readJournal(ref, fromSeq, limit);
  }

  @Override
  public void saveSnapshot(ActorSnapshot snapshot) {
    store.saveSnapshot(snapshot);
  }

  @Override
  public @Nullable ActorSnapshot snapshot(ActorRef ref) {
    return store.snapshot(ref);
  }

  @Override
  public List<InboxMessage> pendingInbox(ActorRef ref, @Nullable String after, int limit) {
    return store.pendingInbox(ref, after, limit);
  }

  @Override
  public List<ActorRef> actorsWithInbox(ShardSet shards, @Nullable ActorRef after, int limit) {
    return store.actorsWithInbox(shards, after, limit);
  }

  @Override
  public List<ActorRef> actorsWithInbox(@Nullable ActorRef after, int limit) {
    return store.actorsWithInbox(after, limit);
  }

  @Override
  public @Nullable KeyedReply reply(ActorRef ref, String scope) {
    return store.reply(ref, scope);
  }

  @Override
  public List<String> replyScopes(ActorRef ref, int limit) {
    return store.replyScopes(ref, limit);
  }

  @Override
  public List<DeadLetter> deadLetters(DeadLetterQuery query, int limit) {
    return store.deadLetters(query, limit);
  }

  @Override
  public List<DeadLetter> deadLetters(ActorRef ref, int limit) {
    return store.deadLetters(ref, limit);
  }

  @Override
  public @Nullable DeadLetter deadLetter(ActorRef ref, String messageId) {
    return store.deadLetter(ref, messageId);
  }

  @Override
  public List<InboxMessage> later(ActorRef ref, int limit) {
    return store.later(ref, limit);
  }

  @Override
  public List<InboxMessage> later(ActorRef ref, @Nullable InboxMessage after, int limit) {
    return store.later(ref, after, limit);
  }

  @Override
  public List<InboxMessage> due(ShardSet shards, long atMs, int limit) {
    return store.due(shards, atMs, limit);
  }

  @Override
  public List<InboxMessage> due(long atMs, int limit) {
    return store.due(atMs, limit);
  }

  @Override
  public @Nullable Long nextDueAt(ShardSet shards) {
    return store.nextDueAt(shards);
  }

  @Override
  public @Nullable Long nextDueAt() {
    return store.nextDueAt();
  }

  @Override
  public List<Pause> pauses() {
    return store.pauses();
  }

  @Override
  public void pause(Pause pause, AuditEntry audit) {
    store.pause(pause, audit);
  }

  @Override
  public boolean resume(String className, @Nullable String id, AuditEntry audit) {
    return store.resume(className, id, audit);
  }

  @Override
  public void retain(ActorSnapshot beforeMigration, long until) {
    store.retain(beforeMigration, until);
  }

  @Override
  public @Nullable ActorSnapshot retained(ActorRef ref) {
    return store.retained(ref);
  }

  @Override
  public long compact(ActorRef ref, long upToSeq) {
    return store.compact(ref, upToSeq);
  }

  @Override
  public boolean isLocal() {
    return store.isLocal();
  }

  @Override
  public int lanes() {
    return store.lanes();
  }

  @Override
  public List<JournalExtent> extents(ShardSet shards, @Nullable ActorRef after, int limit) {
    return store.extents(shards, after, limit);
  }

  @Override
  public List<JournalExtent> extents(@Nullable ActorRef after, int limit) {
    return store.extents(after, limit);
  }

  @Override
  public long dropJournal(ActorRef deleted) {
    return store.dropJournal(deleted);
  }

  @Override
  public boolean dropCopies(ActorRef ref) {
    return store.dropCopies(ref);
  }

  @Override
  public boolean forget(ActorRef deleted) {
    return store.forget(deleted);
  }

  @Override
  public int drop(Expired expired, int limit) {
    return store.drop(expired, limit);
  }

  @Override
  public @Nullable String outage() {
    return store.outage();
  }

  @Override
  public void stopWaiting() {
    store.stopWaiting();
  }

  @Override
  public OrderStore order() {
    return store.order();
  }

  @Override
  public StoreContents contents() {
    return store.contents();
  }

  @Override
  public RegistryStore registry() {
    return store.registry();
  }

  @Override
  public AccessStore access() {
    return store.access();
  }

  @Override
  public NodeStore nodes() {
    return store.nodes();
  }

  @Override
  public void ping() {
    store.ping();
  }

  @Override
  public StorageStats stats() {
    return store.stats();
  }

  @Override
  public void close() {
    store.close();
  }
}
