package io.actjs.storage.jdbc;

import io.actjs.model.ActorRef;
import io.actjs.storage.StoredItem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts tables that are each read in order of their actors together, actor by actor: one pass over
 * every table, however many actors there are.
 */
final class ActorMerge {
  private final List<Source> sources;
  private final List<StoredItem.@Nullable OfActor> next = new ArrayList<>();

  /** The rows of one table. */
  public interface Source {
    /** The next row, or null after the last. */
    StoredItem.@Nullable OfActor next() throws SQLException;
  }

  private ActorMerge(List<Source> sources) {
    this.sources = sources;
  }

  /**
   * Returns each actor's items in order of the sources; an actor without a stored head begins with
   * an item that says so.
   *
   * @param sources the heads first
   */
  public static void run(List<Source> sources, Consumer<StoredItem> sink) throws SQLException {
    new ActorMerge(sources).run(sink);
  }

  private void run(Consumer<StoredItem> sink) throws SQLException {
    for (Source source : sources) {
      next.add(source.next());
    }
    for (ActorRef ref = first(); ref != null; ref = first()) {
      StoredItem.OfActor head = next.getFirst();
      if (head == null || !head.ref().equals(ref)) {
        sink.accept(new StoredItem.Actor(ref, null, 0));
      }
      for (int i = 0; i < sources.size(); i++) {
        drain(i, ref, sink);
      }
    }
  }

  private @Nullable ActorRef first() {
    ActorRef first = null;
    for (StoredItem.@Nullable OfActor item : next) {
      if (item != null && (first == null || item.ref().compareTo(first) < 0)) {
        first = item.ref();
      }
    }
    return first;
  }

  private void drain(int source, ActorRef ref, Consumer<StoredItem> sink) throws SQLException {
    StoredItem.@Nullable OfActor item = next.get(source);
    while (item != null && item.ref().equals(ref)) {
      sink.accept(item);
      item = sources.get(source).next();
    }
    next.set(source, item);
  }
}
