package io.actjs.runtime.host;

import static io.actjs.runtime.host.HostEvents.LAST;
import static io.actjs.runtime.host.HostEvents.REASON;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.runtime.host.HostEffect.AskSnapshot;
import io.actjs.runtime.host.HostEffect.Depart;
import io.actjs.runtime.host.HostEffect.Emit;
import io.actjs.runtime.host.HostEffect.Enter;
import io.actjs.runtime.host.HostEffect.FailMessages;
import io.actjs.runtime.host.HostEffect.FailTurns;
import io.actjs.runtime.host.HostEffect.HandOver;
import io.actjs.runtime.host.HostEffect.KeepMessages;
import io.actjs.runtime.host.HostEffect.Pump;
import io.actjs.runtime.host.HostEffect.RefuseFirst;
import io.actjs.runtime.host.HostEffect.RunHook;
import io.actjs.runtime.host.HostEvent.Awaits;
import io.actjs.runtime.host.HostEvent.Discarded;
import io.actjs.runtime.host.HostEvent.Ended;
import io.actjs.runtime.host.HostEvent.EngineLost;
import io.actjs.runtime.host.HostEvent.FirstRefused;
import io.actjs.runtime.host.HostEvent.Found;
import io.actjs.runtime.host.HostEvent.HookEnded;
import io.actjs.runtime.host.HostEvent.Idle;
import io.actjs.runtime.host.HostEvent.OutputsSettled;
import io.actjs.runtime.host.HostEvent.Quiet;
import io.actjs.runtime.host.HostEvent.Replaced;
import io.actjs.runtime.host.HostEvent.Resumed;
import io.actjs.runtime.host.HostEvent.SnapshotTaken;
import io.actjs.runtime.host.HostEvent.StartFailed;
import io.actjs.runtime.host.HostEvent.Started;
import io.actjs.runtime.host.HostEvent.Unwanted;
import io.actjs.runtime.host.HostState.Active;
import io.actjs.runtime.host.HostState.Gone;
import io.actjs.runtime.host.HostState.Leaving;
import io.actjs.runtime.host.HostState.Loading;
import io.actjs.runtime.host.HostState.Stage;
import io.actjs.runtime.host.HostState.Starting;
import io.actjs.runtime.host.HostState.Suspended;
import io.actjs.runtime.host.HostState.Transition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole table of the machine: an event that a row does not name is illegal in its state. */
class HostStateTest {
  private static final HostState DEPARTED = new Leaving(Stage.DEPARTED);

  /** The legal events of one state, with what follows from each. */
  private static final class Rows {
    final Map<HostEvent, Transition> legal = new HashMap<>();

    Rows row(HostEvent event, HostState next, HostEffect... effects) {
      legal.put(event, new Transition(next, List.of(effects)));
      return this;
    }

    Rows stays(HostState state, HostEvent... events) {
      Stream.of(events).forEach(event -> row(event, state));
      return this;
    }
  }

  /** No default: a new state does not compile here before it has its rows. */
  private static Rows table(HostState state) {
    return switch (state) {
      case Loading(boolean replaced) ->
          new Rows()
              .row(new Found(), new Starting(replaced), new Enter())
              .row(new Unwanted(), DEPARTED, new KeepMessages(null), new Depart())
              .row(new Ended(LAST), DEPARTED, new KeepMessages(null), new Emit(LAST), new Depart())
              .row(
                  new FirstRefused(REASON),
                  DEPARTED,
                  new RefuseFirst(REASON),
                  new KeepMessages(null),
                  new Depart())
              .row(new StartFailed(REASON), DEPARTED, new FailMessages(REASON), new Depart())
              .row(new Discarded(REASON), DEPARTED, new KeepMessages(REASON), new Depart())
              .row(new Replaced(), new Loading(true))
              .stays(state, new EngineLost(REASON));
      case Starting(boolean replaced) ->
          new Rows()
              .row(new Started(), new Active(replaced), new Pump())
              .row(new StartFailed(REASON), DEPARTED, new FailMessages(REASON), new Depart())
              .row(
                  new FirstRefused(REASON),
                  DEPARTED,
                  new RefuseFirst(REASON),
                  new KeepMessages(null),
                  new Depart())
              .row(new Ended(LAST), DEPARTED, new KeepMessages(null), new Emit(LAST), new Depart())
              .row(new Discarded(REASON), DEPARTED, new KeepMessages(REASON), new Depart())
              .row(new EngineLost(REASON), DEPARTED, new FailMessages(REASON), new Depart())
              .row(new Replaced(), new Starting(true))
              .stays(state, new Awaits(), new Resumed());
      case Active(boolean replaced) ->
          quiet(replaced)
              .row(new Awaits(), new Suspended(replaced))
              .row(new Replaced(), new Active(true))
              .row(new Idle(), new Leaving(Stage.HOOK), new RunHook())
              .row(new StartFailed(REASON), DEPARTED, new FailMessages(REASON), new Depart())
              .row(new Ended(LAST), DEPARTED, new KeepMessages(null), new Emit(LAST), new Depart())
              .row(new Discarded(REASON), DEPARTED, new KeepMessages(REASON), new Depart())
              .row(
                  new EngineLost(REASON),
                  DEPARTED,
                  new FailTurns(REASON),
                  new KeepMessages(REASON),
                  new Depart())
              .stays(state, new SnapshotTaken());
      case Suspended(boolean replaced) ->
          new Rows()
              .row(new Resumed(), new Active(replaced))
              .row(new Replaced(), new Suspended(true))
              .row(new Discarded(REASON), DEPARTED, new KeepMessages(REASON), new Depart())
              .row(
                  new EngineLost(REASON),
                  DEPARTED,
                  new FailTurns(REASON),
                  new KeepMessages(REASON),
                  new Depart())
              .stays(state, new SnapshotTaken());
      case Leaving(Stage stage) ->
          switch (stage) {
            case HOOK ->
                inIsolate(state)
                    .row(new HookEnded(true), new Leaving(Stage.SNAPSHOT), new AskSnapshot())
                    .row(new HookEnded(false), DEPARTED, new Depart())
                    .stays(state, new SnapshotTaken());
            case SNAPSHOT -> inIsolate(state).row(new SnapshotTaken(), DEPARTED, new Depart());
            case DEPARTED -> late(state).row(new OutputsSettled(), new Gone(), new HandOver());
          };
      case Gone() -> late(state).stays(state, new OutputsSettled());
    };
  }

  /** Only a host that is to be replaced leaves as soon as no turn runs. */
  private static Rows quiet(boolean replaced) {
    return replaced
        ? new Rows()
            .row(new Quiet(), new Leaving(Stage.HOOK), new KeepMessages(null), new RunHook())
        : new Rows().stays(new Active(false), new Quiet());
  }

  private static Rows inIsolate(HostState state) {
    return new Rows()
        .row(new Discarded(REASON), DEPARTED, new KeepMessages(REASON), new Depart())
        .row(new EngineLost(REASON), DEPARTED, new KeepMessages(REASON), new Depart())
        .stays(state, new Awaits(), new Resumed(), new Replaced());
  }

  /** What was under way on other threads when the host left. */
  private static Rows late(HostState state) {
    return new Rows()
        .stays(
            state,
            new Found(),
            new Unwanted(),
            new FirstRefused(REASON),
            new StartFailed(REASON),
            new Discarded(REASON),
            new EngineLost(REASON),
            new Replaced());
  }

  static List<HostState> states() {
    return Stream.concat(
            Stream.of(false, true)
                .<HostState>mapMulti(
                    (replaced, all) -> {
                      all.accept(new Loading(replaced));
                      all.accept(new Starting(replaced));
                      all.accept(new Active(replaced));
                      all.accept(new Suspended(replaced));
                    }),
            Stream.concat(Stream.of(Stage.values()).map(Leaving::new), Stream.of(new Gone())))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyLegalEventHasItsTransitionAndEveryOtherIsRefused(HostState state) {
    Map<HostEvent, Transition> legal = table(state).legal;
    assertTrue(HostEvents.ALL.containsAll(legal.keySet()));
    for (HostEvent event : HostEvents.ALL) {
      Transition expected = legal.get(event);
      if (expected == null) {
        assertThrows(IllegalStateException.class, () -> state.on(event), event::toString);
      } else {
        assertEquals(expected, state.on(event), event::toString);
      }
    }
  }

  @Test
  void noStateAndNoEventIsForgotten() {
    assertEquals(kinds(HostState.class), classes(states()));
    assertEquals(kinds(HostEvent.class), classes(HostEvents.ALL));
    Stream<HostEffect> effects =
        states().stream()
            .flatMap(state -> table(state).legal.values().stream())
            .flatMap(transition -> transition.effects().stream());
    assertEquals(kinds(HostEffect.class), classes(effects.toList()));
  }

  private static Set<Class<?>> kinds(Class<?> family) {
    return Stream.of(family.getPermittedSubclasses())
        .flatMap(kind -> kind.isSealed() ? kinds(kind).stream() : Stream.of(kind))
        .collect(toSet());
  }

  private static Set<Class<?>> classes(List<?> members) {
    return members.stream().map(Object::getClass).collect(toSet());
  }

  @ParameterizedTest
  @MethodSource("states")
  void onlyAnActiveHostTakesMessages(HostState state) {
    assertEquals(state instanceof Active, state.takesMessages());
  }

  @ParameterizedTest
  @MethodSource("states")
  void aHostIsOnItsWayOutFromTheHookOn(HostState state) {
    assertEquals(state instanceof Leaving || state instanceof Gone, state.isLeaving());
  }
}
