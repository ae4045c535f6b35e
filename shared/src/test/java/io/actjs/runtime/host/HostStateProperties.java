package io.actjs.runtime.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.runtime.host.HostEffect.Depart;
import io.actjs.runtime.host.HostEffect.FailMessages;
import io.actjs.runtime.host.HostEffect.HandOver;
import io.actjs.runtime.host.HostEffect.KeepMessages;
import io.actjs.runtime.host.HostEffect.RunHook;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds on every way through a host's life. */
class HostStateProperties {
  private static final int STEPS = 60;

  /** A life: the states one after the other, and all effects. */
  private static final class Life {
    final List<HostState> states = new ArrayList<>();
    final List<HostEffect> effects = new ArrayList<>();

    /** Walks at random through legal events. */
    Life(Random random) {
      HostState state = new HostState.Loading(false);
      for (int i = 0; i < STEPS; i++) {
        states.add(state);
        HostState.Transition transition = next(state, random);
        effects.addAll(transition.effects());
        state = transition.next();
      }
      states.add(state);
    }

    private static HostState.Transition next(HostState state, Random random) {
      while (true) {
        HostEvent event = HostEvents.ALL.get(random.nextInt(HostEvents.ALL.size()));
        // Rare, so that a walk does not end before it has seen what comes late.
        boolean ends =
            event instanceof HostEvent.Discarded || event instanceof HostEvent.EngineLost;
        if (ends && random.nextInt(4) > 0) {
          continue;
        }
        try {
          return state.on(event);
        } catch (IllegalStateException e) {
          // Not in this state: another one.
        }
      }
    }

    long count(Class<? extends HostEffect> kind) {
      return effects.stream().filter(kind::isInstance).count();
    }

    boolean hasEnded() {
      return states.getLast() instanceof HostState.Gone;
    }
  }

  @Property(tries = 200)
  void goneIsFinal(@ForAll Random random) {
    List<HostState> states = new Life(random).states;
    int gone = states.indexOf(new HostState.Gone());
    if (gone >= 0) {
      states.subList(gone, states.size()).forEach(it -> assertInstanceOf(HostState.Gone.class, it));
    }
  }

  @Property(tries = 200)
  void theSuccessorIsLetInExactlyOnceAndLast(@ForAll Random random) {
    Life life = new Life(random);
    assertEquals(life.hasEnded() ? 1 : 0, life.count(HandOver.class));
    if (life.hasEnded()) {
      assertEquals(new HandOver(), life.effects.getLast());
    }
  }

  @Property(tries = 200)
  void nothingButTheHandOverFollowsTheDeparture(@ForAll Random random) {
    Life life = new Life(random);
    int departure = life.effects.indexOf(new Depart());
    if (departure >= 0) {
      List<HostEffect> after = life.effects.subList(departure + 1, life.effects.size());
      assertEquals(life.hasEnded() ? List.of(new HandOver()) : List.of(), after);
    }
  }

  @Property(tries = 200)
  void messagesAreKeptOrFailedNeverBoth(@ForAll Random random) {
    Life life = new Life(random);
    assertTrue(life.count(FailMessages.class) <= 1);
    assertFalse(life.count(FailMessages.class) == 1 && life.count(KeepMessages.class) > 0);
  }

  /**
   * A replaced host keeps its messages before its hook runs; when the hook is broken off, its own
   * turn is what is left to give away.
   */
  @Property(tries = 200)
  void messagesAreKeptTwiceOnlyAroundAHookThatIsBrokenOff(@ForAll Random random) {
    Life life = new Life(random);
    long kept = life.count(KeepMessages.class);
    assertTrue(kept <= 2);
    if (kept == 2) {
      int first = life.effects.indexOf(new KeepMessages(null));
      assertEquals(new RunHook(), life.effects.get(first + 1));
      assertEquals(1, life.effects.stream().filter(new KeepMessages(null)::equals).count());
    }
  }

  @Property(tries = 200)
  void aHostDoesNotEndWithoutAWordForItsMessages(@ForAll Random random) {
    Life life = new Life(random);
    if (life.hasEnded()) {
      // A host that runs its hook for being idle has an empty mailbox, which is closed.
      assertTrue(
          life.count(KeepMessages.class) + life.count(FailMessages.class) > 0
              || life.count(RunHook.class) == 1);
    }
  }

  @Property(tries = 200)
  void theHookRunsAtMostOnce(@ForAll Random random) {
    assertTrue(new Life(random).count(RunHook.class) <= 1);
  }

  @Property(tries = 200)
  void aHostThatIsToBeReplacedStaysSo(@ForAll Random random) {
    boolean replaced = false;
    for (HostState state : new Life(random).states) {
      if (!state.isLeaving()) {
        assertTrue(!replaced || state.isReplaced());
        replaced = state.isReplaced();
      }
    }
  }
}
