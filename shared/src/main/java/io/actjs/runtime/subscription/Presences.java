package io.actjs.runtime.subscription;

import io.actjs.engine.EvaluatedClass;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Clock;
import io.actjs.model.Envelope;
import io.actjs.model.ProblemCode;
import io.actjs.model.Utf8;
import io.actjs.policy.PresenceLimits;
import io.actjs.runtime.directory.Deadlines;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.output.Output;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who subscribes to which actor. That is of the subscriptions, not of the actor's host or version,
 * and is not stored: after a start of the server nobody is there. An actor whose class has hooks is
 * asked before somebody is let in and told when somebody has left, each in a turn of its own.
 */
public final class Presences {
  private static final Logger LOG = LoggerFactory.getLogger(Presences.class);

  /** How often an actor is told that somebody has left, while that fails for a passing reason. */
  private static final int ATTEMPTS = 10;

  private static final long RETRY_MS = 200;

  private final ConcurrentHashMap<ActorRef, Roster> rosters = new ConcurrentHashMap<>();
  private final Directory directory;
  private final Deadlines deadlines;
  private final Consumer<List<Output>> gate;
  private final Clock clock;
  private final PresenceLimits limits;
  private volatile boolean ending;

  /**
   * @param gate lets outputs out that saw nothing that is not durable
   */
  public Presences(
      Directory directory,
      Deadlines deadlines,
      Consumer<List<Output>> gate,
      Clock clock,
      PresenceLimits limits) {
    this.directory = directory;
    this.deadlines = deadlines;
    this.gate = gate;
    this.clock = clock;
    this.limits = limits;
  }

  /** Whether somebody is there, or may come back in a moment. */
  boolean any(ActorRef ref) {
    return !rosters.isEmpty() && rosters.containsKey(ref);
  }

  /**
   * A subscription begins.
   *
   * @throws ActjsException {@code PayloadTooLarge}; {@code Forbidden} when another principal has
   *     the name
   */
  void enter(Attachment connection) {
    requireFits(connection.interest().self().data());
    rosters.compute(
        connection.ref(),
        (ref, present) -> {
          Roster roster = present == null ? new Roster() : present;
          roster.enter(connection, clock.nowMs());
          return roster;
        });
    tellSoon(connection.ref());
  }

  private void requireFits(@Nullable String data) {
    long bytes = data == null ? 0 : Utf8.length(data);
    if (bytes > limits.dataBytes()) {
      throw new ActjsException(
          ProblemCode.PayloadTooLarge,
          "presence data may have "
              + limits.dataBytes()
              + " bytes of JSON and has "
              + bytes
              + "; keep what is larger in the actor's state");
    }
  }

  /** Whether a subscriber need not ask the actor to be let in, or has. On the worker. */
  public boolean lets(Attachment connection, EvaluatedClass.Hooks hooks) {
    if (connection.isIn()) {
      return true;
    }
    Roster roster = rosters.get(connection.ref());
    boolean lets = roster == null || roster.lets(connection, hooks);
    if (lets) {
      connection.letIn();
      tellSoon(connection.ref());
    }
    return lets;
  }

  /**
   * A subscriber asks to be let in; what it wants is delivered again when it is. On the worker.
   *
   * @param wish what it wants
   * @return what the actor is asked, for the caller to run; null when another connection of the
   *     subscriber has asked
   */
  public @Nullable Delivery ask(Attachment connection, Delivery wish, EvaluatedClass.Hooks hooks) {
    Roster roster = rosters.get(connection.ref());
    Guest guest = roster == null ? null : roster.ask(connection, wish, hooks);
    return guest == null
        ? null
        : hook(
            connection.ref(),
            guest,
            EvaluatedClass.Hooks.ON_SUBSCRIBE,
            new Arrival(connection.ref(), guest, wish));
  }

  private static Delivery hook(ActorRef ref, Guest guest, String name, Receiver receiver) {
    return Delivery.of(Envelope.hook(ref, name, guest.json(), guest.headers), null, receiver);
  }

  /** What the actor says about a subscriber that wants to be let in. */
  private final class Arrival implements Receiver {
    private final ActorRef ref;
    private final Guest guest;
    private final Delivery wish;

    Arrival(ActorRef ref, Guest guest, Delivery wish) {
      this.ref = ref;
      this.guest = guest;
      this.wish = wish;
    }

    @Override
    public void answered(Answer answer) {
      Roster roster = rosters.get(ref);
      List<Delivery> others = roster == null ? List.of() : roster.admitted(guest);
      directory.deliver(wish);
      others.forEach(directory::deliver);
      if (roster != null && roster.isAlone(guest)) {
        // It left while it was asked for.
        depart(ref, roster, guest);
      }
      tellSoon(ref);
    }

    @Override
    public void failed(ActjsException reason) {
      Roster roster = rosters.get(ref);
      List<Delivery> others = roster == null ? List.of() : roster.refused(guest);
      drop(ref);
      wish.fail(reason);
      others.forEach(other -> other.fail(reason));
    }
  }

  private void drop(ActorRef ref) {
    rosters.computeIfPresent(ref, (key, roster) -> roster.isEmpty() ? null : roster);
  }

  /** A subscription has ended. */
  void leave(Attachment connection, Leaving how) {
    ActorRef ref = connection.ref();
    Roster roster = rosters.get(ref);
    Guest guest = roster == null ? null : roster.leave(connection);
    if (roster != null && guest != null) {
      boolean mayReturn = how == Leaving.CUT && connection.interest().self().returns();
      if (how == Leaving.GONE) {
        var unused = roster.remove(guest);
      } else if (mayReturn && limits.graceMs() > 0) {
        roster.linger(
            guest, () -> deadlines.after(limits.graceMs(), () -> graceOver(ref, roster, guest)));
      } else {
        depart(ref, roster, guest);
      }
    }
    drop(ref);
    tellSoon(ref);
  }

  private void graceOver(ActorRef ref, Roster roster, Guest guest) {
    depart(ref, roster, guest);
    drop(ref);
    tellSoon(ref);
  }

  /** A subscriber has left for good, unless it is back. */
  private void depart(ActorRef ref, Roster roster, Guest guest) {
    if (roster.remove(guest) && guest.isMissed) {
      new Departure(ref, guest).tell();
    }
  }

  /** Tells an actor that somebody has left. */
  private final class Departure implements Receiver {
    private final ActorRef ref;
    private final Guest guest;
    private int attempts;

    Departure(ActorRef ref, Guest guest) {
      this.ref = ref;
      this.guest = guest;
    }

    void tell() {
      Roster roster = rosters.get(ref);
      // Who has come again meanwhile has been told as one who comes.
      boolean isBack = attempts > 0 && roster != null && roster.has(guest.who);
      if (!ending && !isBack) {
        attempts++;
        directory.deliver(hook(ref, guest, EvaluatedClass.Hooks.ON_UNSUBSCRIBE, this));
      }
    }

    @Override
    public void answered(Answer answer) {}

    @Override
    public void failed(ActjsException reason) {
      if (reason.code().retryable() && attempts < ATTEMPTS && !ending) {
        var unused = deadlines.after(RETRY_MS << attempts, this::tell);
      } else if (reason.code() != ProblemCode.Gone && !ending) {
        LOG.warn("{} was not told that {} left: {}", ref, guest.who, reason.detail());
      }
    }
  }

  /**
   * A subscriber tells something else about itself; false when it has left.
   *
   * @throws ActjsException {@code PayloadTooLarge}
   */
  boolean tell(Attachment connection, String data) {
    requireFits(data);
    Roster roster = rosters.get(connection.ref());
    boolean told = roster != null && roster.tell(connection, data);
    tellSoon(connection.ref());
    return told;
  }

  /** A subscriber is told who is there, first all of them and then what changes. */
  void watch(Attachment connection) {
    Roster roster = rosters.get(connection.ref());
    if (roster != null) {
      roster.watch(connection);
      tellSoon(connection.ref());
    }
  }

  /** A JSON array of those who are there. */
  public String list(ActorRef ref) {
    Roster roster = rosters.get(ref);
    return roster == null ? "[]" : roster.list();
  }

  private void tellSoon(ActorRef ref) {
    Roster roster = rosters.get(ref);
    if (roster != null && roster.takesTelling()) {
      var unused =
          deadlines.after(limits.intervalMs(), () -> gate.accept(List.of(new Telling(roster))));
    }
  }

  /** Tells watchers who came, changed and left. */
  private static final class Telling extends Output {
    private final Roster roster;

    Telling(Roster roster) {
      super(null, 0);
      this.roster = roster;
    }

    @Override
    protected void settle() {
      List<Roster.Told> all = roster.told();
      if (reason() == null) {
        all.forEach(told -> told.watcher().present(told.change()));
      }
    }
  }

  /** From now on no actor is told that somebody leaves: all do. */
  public void end() {
    ending = true;
  }
}
