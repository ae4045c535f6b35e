package io.actjs.runtime.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActivityCountersTest {
  private static final ActorRef ACTOR = new ActorRef("Counter", "a");

  private final ActivityCounters counters = new ActivityCounters();
  private final ActivityCounters.OfClass counter = counters.of("Counter", List.of("add", "get"));

  private static Envelope call(String method) {
    return Envelope.call(ACTOR, method, "[]", Headers.NONE);
  }

  private ClassActivity read() {
    return counters.read().getFirst();
  }

  @Test
  void countsByHandlerWhatEndedWellAndWhatDidNot() {
    counter.ok(call("add"));
    counter.ok(call("add"));
    counter.failed(call("add"));
    assertEquals(new ClassActivity.Handled(2, 1), read().handlers().get("add"));
    assertEquals(new ClassActivity.Handled(0, 0), read().handlers().get("get"));
  }

  @Test
  void whatCallersInventTakesOnePlaceForAll() {
    counter.failed(call("nonsense"));
    counter.failed(call("more nonsense"));
    assertEquals(Set.of("add", "get", ClassActivity.OTHER), read().handlers().keySet());
    assertEquals(new ClassActivity.Handled(0, 2), read().handlers().get(ClassActivity.OTHER));
  }

  @Test
  void onlyWhatAHandlerIsGivenCounts() {
    counter.ok(Envelope.query(ACTOR, Headers.NONE));
    counter.failed(Envelope.lifecycle(ACTOR, "onActivate", Headers.NONE));
    assertEquals(Set.of("add", "get"), read().handlers().keySet());
  }

  @Test
  void aVersionWithMoreHandlersKeepsTheCounts() {
    counter.ok(call("add"));
    counter.appendedEvents();
    counter.savedSnapshot();
    counters.of("Counter", List.of("add", "reset")).ok(call("reset"));
    assertEquals(Set.of("add", "get", "reset"), read().handlers().keySet());
    assertEquals(new ClassActivity.Handled(1, 0), read().handlers().get("add"));
    assertEquals(1, read().eventTurns());
    assertEquals(1, read().snapshots());
  }
}
