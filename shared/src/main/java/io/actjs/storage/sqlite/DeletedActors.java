package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.Writer;
import io.actjs.storage.sqlite.index.ActorIndex;

/** The traces of deleted actors, and their removal. */
final class DeletedActors {
  private final Writer writer;
  private final ActorIndex index;
  private final Fold fold;
  private final Compaction compaction;
  private final TurnOrder order;

  DeletedActors(
      Writer writer, ActorIndex index, Fold fold, Compaction compaction, TurnOrder order) {
    this.order = order;
    this.writer = writer;
    this.index = index;
    this.fold = fold;
    this.compaction = compaction;
  }

  long dropJournal(ActorRef ref) {
    boolean deleted = writer.exclusively(() -> index.locked(() -> index.get(ref).isClosed()));
    if (!deleted) {
      return 0;
    }
    fold.pending();
    return compaction.drop(ref, Long.MAX_VALUE);
  }

  /**
   * The segments that hold turns of the actor are deleted before its head is: a start that reads
   * segments back takes turns to be new when no head shows them. In the log that comes first, so no
   * crash undoes it alone.
   */
  boolean forget(ActorRef ref) {
    var unused = dropJournal(ref);
    return writer.exclusively(
        () ->
            order.lastFree(ref) == Long.MAX_VALUE
                && index.forget(
                    ref,
                    () ->
                        writer.lazily(
                            session -> {
                              session.update(Sql.DELETE_REPLIES, ref.className(), ref.id());
                              session.update(Sql.DELETE_CLOSED_ACTOR, ref.className(), ref.id());
                            })));
  }
}
