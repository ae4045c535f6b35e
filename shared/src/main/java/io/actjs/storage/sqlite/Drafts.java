package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.model.KeyedReply;
import io.actjs.storage.ActorDraft;
import io.actjs.storage.CommitView;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.index.ActorIndex;
import io.actjs.storage.sqlite.index.IndexedActor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The drafts of one batch, which stay on the actors until their creator settles them: an activation
 * waits for that. The caller holds the index's lock.
 */
final class Drafts {
  private final Database database;
  private final ActorIndex index;
  private final List<IndexedActor> drafted = new ArrayList<>();

  Drafts(Database database, ActorIndex index) {
    this.database = database;
    this.index = index;
  }

  List<IndexedActor> drafted() {
    return drafted;
  }

  ActorDraft of(ActorRef ref) {
    IndexedActor actor = database.attempt(() -> index.get(ref));
    ActorDraft draft = actor.draft();
    return draft != null ? draft : start(actor);
  }

  private ActorDraft start(IndexedActor actor) {
    ActorDraft draft = actor.startDraft(new View(actor));
    index.hold(actor);
    drafted.add(actor);
    return draft;
  }

  /** The state of an actor according to memory and the tables. */
  private final class View implements CommitView {
    private final IndexedActor actor;

    View(IndexedActor actor) {
      this.actor = actor;
    }

    @Override
    public long seq() {
      return actor.seq();
    }

    @Override
    public long fence() {
      return actor.fence();
    }

    @Override
    public boolean isClosed() {
      return actor.isClosed();
    }

    @Override
    public boolean isPending(String messageId) {
      return database.attempt(() -> index.isPending(actor, messageId));
    }

    @Override
    public OptionalLong dueAt(String messageId) {
      return database.attempt(() -> index.dueAt(actor, messageId));
    }

    @Override
    public boolean isDead(String messageId) {
      return database.attempt(() -> index.isDead(actor, messageId));
    }

    @Override
    public @Nullable KeyedReply reply(String scope) {
      return database.attempt(() -> index.reply(actor, scope));
    }
  }
}
