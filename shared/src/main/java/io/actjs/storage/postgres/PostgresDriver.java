package io.actjs.storage.postgres;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalBatch;
import io.actjs.model.KeyedReply;
import io.actjs.model.Pause;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Activation;
import io.actjs.storage.CommitResult;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.Expired;
import io.actjs.storage.JournalExtent;
import io.actjs.storage.NodeStore;
import io.actjs.storage.OrderStore;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.ShardSet;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.StorageStats;
import io.actjs.storage.StoreContents;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.jdbc.AccessTables;
import io.actjs.storage.jdbc.AuditTable;
import io.actjs.storage.jdbc.DeadLetterRows;
import io.actjs.storage.jdbc.MessageRows;
import io.actjs.storage.jdbc.PauseTable;
import io.actjs.storage.jdbc.RegistryTables;
import io.actjs.storage.jdbc.ReplyRows;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.postgres.commit.GroupCommit;
import io.actjs.storage.postgres.pool.Columns;
import io.actjs.storage.postgres.pool.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in a PostgreSQL database, which several processes may share: any of them may
 * activate any actor, and the newest owner fences the older ones wherever they run. Batches are
 * stored by {@link GroupCommit}; everything else is one short transaction, or one query.
 */
public final class PostgresDriver implements StorageDriver {
  private final Database database;
  private final int lanes;
  private final GroupCommit commits;
  private final SnapshotTable snapshots;
  private final DueReads due;
  private final Retention retention;
  private final TurnOrder order;
  private final RegistryTables registry;
  private final AccessTables access;
  private final PauseTable pauses;
  private final PostgresContents contents;
  private final NodeTable nodes;

  private PostgresDriver(Database database, int lanes) {
    this.lanes = lanes;
    this.database = database;
    this.snapshots = new SnapshotTable(database);
    this.due = new DueReads(database);
    this.retention = new Retention(database, snapshots);
    this.order = new TurnOrder(database);
    var audit = new AuditTable(database, AuditTable.LOCKED_ENDS);
    this.commits = new GroupCommit(database, audit);
    this.registry = new RegistryTables(database, RegistrySql.DIALECT, audit);
    this.access = new AccessTables(database, audit);
    this.pauses = new PauseTable(database, audit);
    this.contents = new PostgresContents(database);
    this.nodes = new NodeTable(database);
  }

  /**
   * Opens the store of a database, whose tables are made when they are not there. Any number of
   * processes may do so at once.
   *
   * @throws io.actjs.model.ActjsException {@code StorageUnavailable} when the database cannot be
   *     reached or used
   */
  public static PostgresDriver open(PostgresUrl url, PostgresOptions options) {
    return open(url, options, database -> {});
  }

  /**
   * Opens the database of a server; in one that no server has used nothing is made.
   *
   * @throws ActjsException {@code StorageUnavailable}
   */
  public static PostgresDriver openExisting(PostgresUrl url, PostgresOptions options) {
    return open(url, options, Schema::requireMade);
  }

  private static PostgresDriver open(
      PostgresUrl url, PostgresOptions options, Consumer<Database> check) {
    Database database = Database.open(url, options);
    try {
      check.accept(database);
      Schema.prepare(database);
      database.dropCommitters();
      return new PostgresDriver(database, options.lanes());
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  @Override
  public long own(ActorRef ref) {
    return Activating.own(database, ref);
  }

  @Override
  public Activation activate(ActorRef ref, long known) {
    try {
      return Activating.run(database, ref, known);
    } catch (ActjsException e) {
      if (e.code() != ProblemCode.StoreDamaged) {
        throw e;
      }
      long epoch = own(ref);
      return Activation.withoutSnapshot(this, ref, head(ref), epoch, e);
    }
  }

  @Override
  public List<CommitResult> commit(JournalBatch batch) {
    return commits.commit(batch);
  }

  @Override
  public @Nullable ActorHead head(ActorRef ref) {
    return database.read(session -> session.first(Sql.HEAD, Rows::head, ref.className(), ref.id()));
  }

  @Override
  public List<ActorHead> heads(@Nullable String className, @Nullable ActorRef after, int limit) {
    if (className != null && after != null && !after.className().equals(className)) {
      // Classes come one after the other: of the asked one, all or none is after the given actor.
      return after.className().compareTo(className) < 0 ? heads(className, null, limit) : List.of();
    }
    String afterId = after == null ? "" : after.id();
    return database.read(
        session ->
            className == null
                ? session.list(Sql.HEADS_AFTER, Rows::head, classOf(after), afterId, limit)
                : session.list(Sql.HEADS_OF_CLASS_AFTER, Rows::head, className, afterId, limit));
  }

  @Override
  public List<ActorHead> tagged(
      String tag, @Nullable String className, @Nullable ActorRef after, int limit) {
    if (className != null && after != null && !after.className().equals(className)) {
      return after.className().compareTo(className) < 0
          ? tagged(tag, className, null, limit)
          : List.of();
    }
    String afterId = after == null ? "" : after.id();
    return database.read(
        session ->
            className == null
                ? session.list(Sql.TAGGED_AFTER, Rows::head, tag, classOf(after), afterId, limit)
                : session.list(
                    Sql.TAGGED_OF_CLASS_AFTER, Rows::head, tag, className, afterId, limit));
  }

  private static String classOf(@Nullable ActorRef ref) {
    return ref == null ? "" : ref.className();
  }

  @Override
  public List<TurnRecord> readJournal(ActorRef ref, long fromSeq, int limit) {
    return database.read(
        session -> {
          List<TurnRecord> turns = new ArrayList<>();
          for (byte[] chunk :
              session.list(
                  Sql.JOURNAL, row -> row.getBytes(1), ref.className(), ref.id(), fromSeq, limit)) {
            JournalCodec.readChunk(ref, chunk, fromSeq, turns::add);
          }
          return turns;
        });
  }

  @Override
  public void saveSnapshot(ActorSnapshot snapshot) {
    snapshots.save(snapshot);
  }

  @Override
  public @Nullable ActorSnapshot snapshot(ActorRef ref) {
    return snapshots.load(ref);
  }

  @Override
  public List<InboxMessage> pendingInbox(ActorRef ref, @Nullable String after, int limit) {
    return database.read(
        session ->
            session.list(
                Sql.MESSAGES_AFTER,
                row -> MessageRows.pending(row, ref),
                ref.className(),
                ref.id(),
                after == null ? "" : after,
                limit));
  }

  @Override
  public List<ActorRef> actorsWithInbox(ShardSet shards, @Nullable ActorRef after, int limit) {
    String id = after == null ? "" : after.id();
    return database.read(
        session ->
            shards.isAll()
                ? session.list(Sql.ACTORS_WITH_INBOX, Rows::ref, classOf(after), id, limit)
                : session.list(
                    Sql.ACTORS_WITH_INBOX_IN_SHARDS,
                    Rows::ref,
                    Columns.of(shards),
                    classOf(after),
                    id,
                    limit));
  }

  @Override
  public @Nullable KeyedReply reply(ActorRef ref, String scope) {
    return database.read(session -> ReplyRows.get(session, ref, scope));
  }

  @Override
  public List<String> replyScopes(ActorRef ref, int limit) {
    return database.read(session -> ReplyRows.scopes(session, ref, limit));
  }

  @Override
  public List<DeadLetter> deadLetters(DeadLetterQuery query, int limit) {
    return database.read(session -> DeadLetterRows.list(session, query, limit));
  }

  @Override
  public @Nullable DeadLetter deadLetter(ActorRef ref, String messageId) {
    return database.read(session -> DeadLetterRows.get(session, ref, messageId));
  }

  @Override
  public List<InboxMessage> later(ActorRef ref, @Nullable InboxMessage after, int limit) {
    return due.of(ref, after, limit);
  }

  @Override
  public List<InboxMessage> due(ShardSet shards, long atMs, int limit) {
    return due.due(shards, atMs, limit);
  }

  @Override
  public @Nullable Long nextDueAt(ShardSet shards) {
    return due.nextAt(shards);
  }

  @Override
  public List<Pause> pauses() {
    return pauses.pauses();
  }

  @Override
  public void pause(Pause pause, AuditEntry audit) {
    pauses.pause(pause, audit);
  }

  @Override
  public boolean resume(String className, @Nullable String id, AuditEntry audit) {
    return pauses.resume(className, id, audit);
  }

  @Override
  public void retain(ActorSnapshot beforeMigration, long until) {
    snapshots.retain(beforeMigration, until);
  }

  @Override
  public @Nullable ActorSnapshot retained(ActorRef ref) {
    return snapshots.retained(ref);
  }

  @Override
  public long compact(ActorRef ref, long upToSeq) {
    return snapshots.compact(ref, upToSeq);
  }

  @Override
  public List<JournalExtent> extents(ShardSet shards, @Nullable ActorRef after, int limit) {
    return retention.extents(shards, after, limit);
  }

  @Override
  public long dropJournal(ActorRef deleted) {
    return retention.dropJournal(deleted);
  }

  @Override
  public boolean forget(ActorRef deleted) {
    return retention.forget(deleted);
  }

  @Override
  public int drop(Expired expired, int limit) {
    return retention.drop(expired, limit);
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public @Nullable String outage() {
    return database.outage();
  }

  @Override
  public void stopWaiting() {
    database.stopWaiting();
  }

  @Override
  public OrderStore order() {
    return order;
  }

  @Override
  public RegistryStore registry() {
    return registry;
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
  public NodeStore nodes() {
    return nodes;
  }

  @Override
  public void ping() {
    database.ping();
  }

  @Override
  public StorageStats stats() {
    return new StorageStats(commits.commits(), commits.entries(), database.syncs(), 0);
  }

  @Override
  public void close() {
    database.close();
  }
}
