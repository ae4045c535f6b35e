package io.actjs.runtime.listing;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.runtime.host.Hosts;
import io.actjs.storage.ActorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists actors in the order of their keys, which never change, so that no actor moves from one page
 * to another while a reader goes through them. Three sources, the narrowest that the filter allows:
 * memory, the index of a tag, all heads of a class or of the store.
 */
public final class ActorListing {
  /** Heads that are read at a time. */
  private static final int STEP = 500;

  /** Heads that one page looks at; the next page goes on behind them. */
  static final int MOST_LOOKED_AT = 20_000;

  private final ActorStore store;
  private final Hosts hosts;

  public ActorListing(ActorStore store, Hosts hosts) {
    this.store = store;
    this.hosts = hosts;
  }

  /** Some actors from a source, in order. */
  private interface Source {
    /**
     * Fewer than the limit when there are no more. Null in place of an actor that is not stored.
     */
    List<Candidate> after(@Nullable ActorRef after, int limit);
  }

  private record Candidate(ActorRef ref, @Nullable ActorHead head) {
    static List<Candidate> of(List<ActorHead> heads) {
      return heads.stream().map(head -> new Candidate(head.ref(), head)).toList();
    }
  }

  /** Blocks. */
  public ActorPage page(ActorFilter filter, @Nullable ActorRef after, int limit) {
    Source source = source(filter);
    List<ActorPage.Listed> found = new ArrayList<>();
    ActorRef reached = after;
    int looked = 0;
    while (looked < MOST_LOOKED_AT) {
      List<Candidate> step = source.after(reached, STEP);
      for (Candidate candidate : step) {
        if (found.size() == limit) {
          return new ActorPage(found, reached);
        }
        reached = candidate.ref();
        add(candidate.head(), filter, found);
      }
      if (step.size() < STEP) {
        return new ActorPage(found, null);
      }
      looked += step.size();
    }
    return new ActorPage(found, reached);
  }

  private void add(@Nullable ActorHead head, ActorFilter filter, List<ActorPage.Listed> found) {
    if (head != null && filter.fits(head)) {
      boolean active = hosts.isActive(head.ref());
      if (filter.active() == null || filter.active() == active) {
        found.add(new ActorPage.Listed(head, active));
      }
    }
  }

  private Source source(ActorFilter filter) {
    String className = filter.className();
    if (Objects.equals(filter.active(), true)) {
      // The same for all steps of the page.
      List<ActorRef> inMemory = hosts.active(className);
      return (after, limit) -> inMemory(inMemory, after, limit);
    }
    if (!filter.tags().isEmpty()) {
      String tag = filter.tags().getFirst();
      return (after, limit) -> Candidate.of(store.tagged(tag, className, after, limit));
    }
    return (after, limit) -> Candidate.of(store.heads(className, after, limit));
  }

  private List<Candidate> inMemory(List<ActorRef> sorted, @Nullable ActorRef after, int limit) {
    Stream<ActorRef> rest =
        sorted.stream().filter(ref -> after == null || ref.compareTo(after) > 0);
    return rest.limit(limit).map(ref -> new Candidate(ref, store.head(ref))).toList();
  }
}
