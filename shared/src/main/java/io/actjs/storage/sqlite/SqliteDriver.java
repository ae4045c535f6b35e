package io.actjs.storage.sqlite;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalBatch;
import io.actjs.model.KeyedReply;
import io.actjs.model.Pause;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Activation;
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
import io.actjs.storage.jdbc.AccessTables;
import io.actjs.storage.jdbc.AuditTable;
import io.actjs.storage.jdbc.PauseTable;
import io.actjs.storage.jdbc.RegistryTables;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.DirectoryLock;
import io.actjs.storage.sqlite.file.Incarnation.Mismatch;
import io.actjs.storage.sqlite.file.Loss;
import io.actjs.storage.sqlite.file.SqliteProblem;
import io.actjs.storage.sqlite.file.Writer;
import io.actjs.storage.sqlite.index.ActorIndex;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everything in one SQLite file, {@code actjs.db} under the data directory, which one process
 * holds locked. A batch is acknowledged when its segment is synced ({@link GroupCommit}); a
 * background thread folds segments into the tables ({@link Fold}); reads see both as one ({@link
 * MergedReads}).
 *
 * <p>Fences live in memory until a turn of the new owner stores them with the actor's head. No
 * owner outlives the process, and the lock keeps every other process out, so after a restart a new
 * owner's epoch need only exceed those of the stored turns, and it does.
 */
public final class SqliteDriver implements StorageDriver {
  /** The file's name in the data directory. */
  public static final String FILE = "actjs.db";

  private final DirectoryLock directory;
  private final Database database;
  private final Writer writer;
  private final ActorIndex index;
  private final Backlog backlog;
  private final GroupCommit commits;
  private final TurnOrder order;
  private final Fold fold;
  private final Applier applier;
  private final MergedReads reads;
  private final MergedHeads heads;
  private final SnapshotTable snapshots;
  private final DueReads due;
  private final Compaction compaction;
  private final DeletedActors deletedActors;
  private final Sweep sweep;
  private final RegistryTables registry;
  private final AccessTables access;
  private final PauseTable pauses;
  private final SqliteContents contents;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqliteDriver(
      DirectoryLock directory, Database database, OpenedMark mark, SqliteOptions options)
      throws SQLException {
    this.directory = directory;
    this.database = database;
    this.writer = new Writer(database, mark.mark(), database.progress());
    this.index = new ActorIndex(database, options.cachedHeads());
    this.backlog = new Backlog(options);
    this.order = new TurnOrder(database, writer);
    this.fold = new Fold(database, writer, index, backlog, order, options.foldSlice());
    Long kept = new Recovery(database, index, backlog, fold).run(writer, options.acceptLoss());
    Mismatch mismatch = mark.mismatch();
    Loss loss = kept == null ? mark.loss() : mark.lossBehind(kept);
    if (mismatch != null || loss != null) {
      var changes = new DurableChanges(database, writer, () -> {});
      var audit = new AuditTable(changes, AuditTable.ENDS);
      AcceptedLoss accepted = new AcceptedLoss(writer, fold, audit, directory.directory());
      if (mismatch != null) {
        accepted.record(mismatch, mark.mark().last().pos());
      } else {
        accepted.record(Objects.requireNonNull(loss));
      }
    }
    this.commits = new GroupCommit(database, writer, index, backlog);
    this.applier = new Applier(fold, backlog, writer, commits, options);
    this.reads = new MergedReads(database, index);
    this.heads = new MergedHeads(database, index);
    this.snapshots = new SnapshotTable(database, writer, index);
    this.due = new DueReads(database, index);
    this.compaction = new Compaction(writer, index, fold, order);
    this.deletedActors = new DeletedActors(writer, index, fold, compaction, order);
    this.sweep = new Sweep(database, writer, fold);
    var changes = new DurableChanges(database, writer, applier::noticeWrite);
    var audit = new AuditTable(changes, AuditTable.ENDS);
    this.registry = new RegistryTables(changes, RegistrySql.DIALECT, audit);
    this.access = new AccessTables(changes, audit);
    this.pauses = new PauseTable(changes, audit);
    this.contents = new SqliteContents(database, writer, fold, backlog);
  }

  /**
   * Opens the store of a data directory; both are created when they do not exist.
   *
   * @throws io.actjs.model.ActjsException {@code DataDirectoryInUse}; {@code StoreDamaged} when
   *     something is missing that was acknowledged, or the database is of another store, unless the
   *     options accept that; {@code StorageUnavailable} when the directory or the file in it cannot
   *     be used; {@code StorageFull}
   */
  public static SqliteDriver open(Path dataDir, SqliteOptions options) {
    DirectoryLock directory = DirectoryLock.take(dataDir);
    Path file = directory.directory().resolve(FILE);
    OpenedMark mark = null;
    Database database = null;
    try {
      mark = OpenedMark.of(directory.directory(), file, options.acceptLoss());
      database = Database.open(file, options);
      mark.complete(database);
      SqliteDriver driver = new SqliteDriver(directory, database, mark, options);
      driver.applier.start();
      return driver;
    } catch (SQLException e) {
      release(directory, database, mark == null ? null : mark::close);
      throw SqliteProblem.exception(e, file);
    } catch (RuntimeException e) {
      release(directory, database, mark == null ? null : mark::close);
      throw e;
    }
  }

  private static void release(
      DirectoryLock directory, @Nullable Database database, @Nullable Runnable mark) {
    try (directory) {
      try {
        if (database != null) {
          database.close();
        }
      } finally {
        if (mark != null) {
          mark.run();
        }
      }
    }
  }

  @Override
  public long own(ActorRef ref) {
    return owner(ref).epoch();
  }

  private ActorIndex.Owner owner(ActorRef ref) {
    return database.attempt(() -> index.activate(ref));
  }

  @Override
  public Activation activate(ActorRef ref, long known) {
    ActorIndex.Owner owner = owner(ref);
    return Activation.read(this, ref, owner.head(), owner.epoch(), known, owner.inboxEmpty());
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public List<CommitResult> commit(JournalBatch batch) {
    if (backlog.isPressing()) {
      fold.slice();
    }
    while (backlog.isExcessive()) {
      fold.slice();
    }
    return noticed(commits.commit(batch));
  }

  /** The result of a write. */
  private <T> T noticed(T returned) {
    applier.noticeWrite();
    return returned;
  }

  @Override
  public @Nullable ActorHead head(ActorRef ref) {
    return heads.head(ref);
  }

  @Override
  public List<ActorHead> heads(@Nullable String className, @Nullable ActorRef after, int limit) {
    return heads.heads(className, after, limit);
  }

  @Override
  public List<ActorHead> tagged(
      String tag, @Nullable String className, @Nullable ActorRef after, int limit) {
    return heads.tagged(tag, className, after, limit);
  }

  @Override
  public List<TurnRecord> readJournal(ActorRef ref, long fromSeq, int limit) {
    return reads.journal(ref, fromSeq, limit);
  }

  @Override
  public void saveSnapshot(ActorSnapshot snapshot) {
    snapshots.save(snapshot);
    applier.noticeWrite();
  }

  @Override
  public List<InboxMessage> pendingInbox(ActorRef ref, @Nullable String after, int limit) {
    return reads.inbox(ref, after, limit);
  }

  @Override
  public List<ActorRef> actorsWithInbox(ShardSet shards, @Nullable ActorRef after, int limit) {
    return reads.actorsWithInbox(shards, after, limit);
  }

  @Override
  public @Nullable KeyedReply reply(ActorRef ref, String scope) {
    return reads.reply(ref, scope);
  }

  @Override
  public List<String> replyScopes(ActorRef ref, int limit) {
    return reads.replyScopes(ref, limit);
  }

  @Override
  public List<DeadLetter> deadLetters(DeadLetterQuery query, int limit) {
    return reads.deadLetters(query, limit);
  }

  @Override
  public @Nullable DeadLetter deadLetter(ActorRef ref, String messageId) {
    return reads.deadLetter(ref, messageId);
  }

  @Override
  public @Nullable ActorSnapshot snapshot(ActorRef ref) {
    return snapshots.load(ref);
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
    applier.noticeWrite();
  }

  @Override
  public @Nullable ActorSnapshot retained(ActorRef ref) {
    return snapshots.retained(ref);
  }

  @Override
  public long compact(ActorRef ref, long upToSeq) {
    return noticed(compaction.compact(ref, upToSeq));
  }

  @Override
  public List<JournalExtent> extents(ShardSet shards, @Nullable ActorRef after, int limit) {
    return sweep.extents(shards, after, limit);
  }

  @Override
  public long dropJournal(ActorRef deleted) {
    return noticed(deletedActors.dropJournal(deleted));
  }

  @Override
  public boolean forget(ActorRef deleted) {
    return noticed(deletedActors.forget(deleted));
  }

  @Override
  public int drop(Expired expired, int limit) {
    return noticed(sweep.drop(expired, limit));
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
  public void ping() {
    writer.ping();
  }

  @Override
  public StorageStats stats() {
    return new StorageStats(
        commits.commits(), commits.entries(), writer.syncs(), backlog.entries());
  }

  /** Folds the next slice; for tests. */
  boolean foldSlice() {
    return fold.slice();
  }

  /** Folds everything unapplied; for tests. */
  void foldAll() {
    fold.all();
  }

  /** Moves the write-ahead log into the database; for tests. */
  void checkpoint() {
    writer.checkpoint();
  }

  /** Changes the file's limit as if the disk had another size; for tests. */
  void maxPages(long pages) {
    writer.maxPages(pages);
  }

  /** Runs the action while nothing is written; for tests that copy the files. */
  void whileStill(Runnable action) {
    writer.whileStill(action);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        applier.close();
      } finally {
        release(directory, database, writer::close);
      }
    }
  }
}
