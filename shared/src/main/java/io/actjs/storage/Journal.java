package io.actjs.storage;

import io.actjs.agent.Scheduler;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Clock;
import io.actjs.model.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Group commit, in as many {@link JournalStore#lanes lanes} as the driver accepts concurrent
 * batches. An actor always has the same lane: a turn that was appended after another of its actor
 * is never durable before it, and a ticket without an entry is a barrier, which settles when
 * everything of its actor before it has.
 *
 * <p>Of different actors, what was appended later may be durable earlier when there are several
 * lanes. Nothing relies on that order: what one actor learns of another, a reply, a message, a
 * patch, has left through the output gate, after the commit of the turn that it is of. So when an
 * entry is appended that depends on an entry of another actor, that one is durable already. (A
 * {@code relaxed} class gives its replies before they are durable, and says so.)
 *
 * <p>With a single lane, an actor may also learn of another's turn while that is on its way here.
 * Its own tickets {@linkplain Ticket#needs need} that turn's then: they are appended after it, so
 * they are not durable before it, and they are not stored when it is not.
 */
public final class Journal implements AutoCloseable {

  /** An entry on its way to durability, and then its outcome. */
  public abstract static class Ticket {
    private final @Nullable JournalEntry entry;
    private List<? extends Ticket> needs = List.of();
    private @Nullable CommitResult result;
    private @Nullable ActjsException failure;

    /** Whether a lane has it. Confined to who appends. */
    private boolean appended;

    /** Where its entry is in the batch that is being stored. Confined to the lane. */
    int index;

    protected Ticket(@Nullable JournalEntry entry) {
      this.entry = entry;
    }

    /** Characters of payload, so that batches and queues stay bounded. */
    protected abstract int weight();

    /**
     * Makes it depend on tickets with entries, which were or are appended before it to the same
     * lane: it is not stored unless they are. Called before it is appended.
     */
    protected final void needs(List<? extends Ticket> others) {
      needs = others;
    }

    /** Whether one of those is known not to be stored. */
    protected final boolean isUnfounded() {
      for (Ticket needed : needs) {
        if (needed.isSettled() && !needed.isStored()) {
          return true;
        }
      }
      return false;
    }

    /** Whether the lane has all that it needs. */
    public final boolean mayBeAppended() {
      for (Ticket needed : needs) {
        if (!needed.appended) {
          return false;
        }
      }
      return true;
    }

    /** Forgets what it needed, and what that needed. */
    protected final void forgetNeeds() {
      needs = List.of();
    }

    /** Whether its entry is durable. */
    protected final boolean isStored() {
      return result == CommitResult.COMMITTED;
    }

    private boolean isSettled() {
      return result != null || failure != null;
    }

    /** The outcome of the entry; null for a barrier, and when the whole commit failed. */
    protected final @Nullable CommitResult result() {
      return result;
    }

    /** Why the commit failed; whether the entry is stored is then unknown. */
    protected final @Nullable ActjsException failure() {
      return failure;
    }

    final @Nullable JournalEntry entry() {
      return entry;
    }

    final List<? extends Ticket> needs() {
      return needs;
    }

    final void settle(CommitResult outcome) {
      result = outcome;
    }

    final void fail(ActjsException reason) {
      failure = reason;
    }
  }

  private final boolean isLocal;
  private final List<JournalLane> lanes;
  private final List<Scheduler.Running> running = new ArrayList<>();

  /** Gets each batch after its commit. */
  public interface Settled {
    /**
     * On the thread that does the lane's work.
     *
     * @param more whether others wait in the lane
     */
    void settled(List<Ticket> batch, boolean more);
  }

  /**
   * @param clock tells how long commits take
   */
  public Journal(JournalStore store, Settled settled, Clock clock) {
    this.isLocal = store.isLocal();
    this.lanes =
        IntStream.range(0, store.lanes())
            .mapToObj(number -> new JournalLane(store, settled, clock, number))
            .toList();
  }

  public void start(Scheduler scheduler) {
    lanes.forEach(lane -> running.add(scheduler.start(lane)));
  }

  /**
   * Appends a ticket of the actor; waits while its lane is full, which is how a slow disk slows the
   * workers down. Never called from where tickets are settled.
   */
  public void append(ActorRef actor, Ticket ticket) {
    lane(actor).append(ticket);
    ticket.appended = true;
  }

  /** Appends a ticket of the actor, or returns false at once when its lane is full. */
  public boolean offer(ActorRef actor, Ticket ticket) {
    ticket.appended = lane(actor).offer(ticket);
    return ticket.appended;
  }

  /**
   * Whether a thread that appends, and has nothing else to do, may store it by itself: {@link
   * #offerQuietly}, then {@link #help}.
   */
  public boolean mayBeHelped() {
    return isLocal && running.size() == 1 && lanes.getFirst().isQuick();
  }

  /** As {@link #offer}, for a journal that the caller will help. */
  public boolean offerQuietly(ActorRef actor, Ticket ticket) {
    ticket.appended = lane(actor).offerQuietly(ticket);
    return ticket.appended;
  }

  /** Whether whatever is appended later is durable no earlier. */
  public boolean keepsOrder() {
    return lanes.size() == 1;
  }

  /** Stores on the calling thread what waits, unless another is at it. */
  public void help() {
    running.getFirst().help();
  }

  /** Tickets that wait for a commit, roughly. */
  public int waiting() {
    return lanes.stream().mapToInt(JournalLane::waiting).sum();
  }

  private JournalLane lane(ActorRef actor) {
    return lanes.size() == 1 ? lanes.getFirst() : lanes.get(ActorShard.of(actor) % lanes.size());
  }

  /** Stores everything appended before, then stops. */
  @Override
  public void close() {
    lanes.forEach(JournalLane::stop);
    running.forEach(Scheduler.Running::awaitEnd);
  }
}
