package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls between actors of an isolate that are made without the server. */
class LocalCallsTest {
  private static final String PEER =
      """
      return class Peer extends Actor {
        state = { n: 0 };
        static _handlers = {
          async ask({ of, method = "add", more = [] }) {
            const got = [await this.actjs.call({ class: "Thing", id: of }, method, {})];
            for (const id of more) {
              got.push(await this.actjs.call({ class: "Thing", id }, "add", {}));
            }
            this.state.n += 100;
            return got;
          },
          async twice({ of }) {
            const call = () => this.actjs.call({ class: "Thing", id: of }, "add", {});
            return Promise.all([call(), call()]);
          },
          async chain({ n }) {
            const next = { class: "Thing", id: "p" + (n + 1) };
            return n === 20 ? n : await this.actjs.call(next, "chain", { n: n + 1 });
          },
          async loop({ of }) {
            for (let i = 0; i < 2_000; i++) await this.actjs.call({ class: "Thing", id: of }, "add", {});
            return "done";
          },
          add() { return ++this.state.n; },
          when() { this.state.n++; return this.actjs.now(); },
          boom() { this.state.n = -1; throw new RangeError("no"); },
          spin() { this.state.n = -1; for (;;); },
          async wait() { await new Promise(() => {}); },
        };
      }
      """;

  private static final int KEY = 3;
  private static final int EPOCH = 7;
  private static final long NOW = KernelStage.NOW;

  private KernelStage stage = new KernelStage();
  private Frame frame = stage.isolate.newFrame();
  private int hosts;
  private long turns;
  private int a;
  private int b;

  @BeforeEach
  void open() {
    int key = stage.load(PEER);
    a = start(key, "a");
    b = start(key, "b");
    frame.calls(EPOCH, NOW);
    frame.permit(b, KEY, EPOCH);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private int start(int key, String id) {
    int host = ++hosts;
    frame.activate(host, key, id, 0, null);
    frame.start(host, ++turns, true, null, NOW);
    List<Outcome> outcomes = step();
    while (outcomes.isEmpty()) {
      outcomes = step();
    }
    assertInstanceOf(Outcome.TurnDone.class, outcomes.getLast());
    return host;
  }

  private List<Outcome> step() {
    return stage.isolate.step(frame);
  }

  private long ask(String args) {
    frame.call(a, ++turns, KEY, "ask", args, NOW);
    return turns;
  }

  private static Outcome.CallHere here(Outcome outcome) {
    return assertInstanceOf(Outcome.CallHere.class, outcome, outcome.toString());
  }

  private static String result(Outcome outcome) {
    return assertInstanceOf(Outcome.TurnDone.class, outcome, outcome.toString()).result();
  }

  @Test
  void aPermittedCallAndItsAnswerTakeOneStep() {
    long turn = ask("{\"of\":\"b\"}");
    List<Outcome> outcomes = step();
    Outcome.CallHere made = here(outcomes.get(0));
    assertTrue(made.turn() < 0);
    assertEquals(
        new Outcome.CallHere(
            b, made.turn(), NOW, new Outcome.CallOut(a, turn, 1, "Thing", "b", "add", "{}")),
        made);
    assertEquals(new Outcome.TurnSuspended(a, turn), outcomes.get(1));
    assertEquals(
        new Outcome.TurnDone(
            b,
            made.turn(),
            "1",
            "[{\"op\":\"replace\",\"path\":\"/n\",\"value\":1}]",
            List.of(),
            List.of()),
        outcomes.get(2));
    assertEquals("[1]", result(outcomes.get(3)));
    assertEquals(4, outcomes.size());
    assertFalse(stage.isolate.unfinished());
  }

  @Test
  void itsTurnBeginsWhenTheStepDoes() {
    frame.calls(EPOCH, NOW + 5_000);
    ask("{\"of\":\"b\",\"method\":\"when\"}");
    assertEquals("[" + (NOW + 5_000) + "]", result(step().getLast()));
  }

  @Test
  void withoutPermissionTheServerMakesTheCall() {
    Map<String, Runnable> cases =
        Map.of(
            "another pin", () -> frame.permit(b, KEY + 1, EPOCH),
            "another epoch", () -> frame.permit(b, KEY, EPOCH - 1),
            "none", () -> frame.permit(b, Frame.THROUGH_SERVER, Frame.THROUGH_SERVER),
            "none holds", () -> frame.calls(Frame.THROUGH_SERVER, NOW));
    cases.forEach(
        (what, change) -> {
          frame.calls(EPOCH, NOW);
          frame.permit(b, KEY, EPOCH);
          change.run();
          long turn = ask("{\"of\":\"b\"}");
          Outcome.CallOut out = assertInstanceOf(Outcome.CallOut.class, step().getFirst(), what);
          frame.resume(a, out.call(), "5");
          assertEquals("[5]", result(step().getLast()), what);
          assertEquals(turn, out.turn());
        });
    ask("{\"of\":\"c\"}");
    assertInstanceOf(Outcome.CallOut.class, step().getFirst(), "nobody of that name");
  }

  @Test
  void anActorThatHasATurnIsCalledByTheServer() {
    frame.call(b, ++turns, "wait", "{}", NOW);
    ask("{\"of\":\"b\"}");
    List<Outcome> outcomes = step();
    assertInstanceOf(Outcome.CallOut.class, outcomes.get(1), outcomes.toString());
  }

  @Test
  void aCallThatFindsItsActorTakenMeanwhileIsTheServers() {
    ask("{\"of\":\"b\",\"more\":[\"b\"]}");
    frame.call(b, ++turns, "wait", "{}", NOW);
    List<Outcome> outcomes = step();
    long turn = here(outcomes.getFirst()).turn();
    assertEquals(new Outcome.TurnDeferred(b, turn), outcomes.getLast());
    // The server knows it as call 1.
    frame.resume(a, 1, "8");
    assertInstanceOf(Outcome.CallOut.class, step().getFirst());
  }

  @Test
  void aCallDoesNotOvertakeAnEarlierOne() {
    frame.permit(b, Frame.THROUGH_SERVER, Frame.THROUGH_SERVER);
    long turn = ask("{\"of\":\"b\"}");
    assertInstanceOf(Outcome.CallOut.class, step().getFirst());
    frame.drop(a);
    a = start(stage.load(PEER), "a2");
    frame.permit(b, KEY, EPOCH);
    frame.call(b, ++turns, "wait", "{}", NOW);
    frame.call(a, ++turns, KEY, "twice", "{\"of\":\"b\"}", NOW);
    List<Outcome> outcomes = step();
    assertEquals(
        2,
        outcomes.stream().filter(Outcome.CallOut.class::isInstance).count(),
        outcomes.toString());
    assertTrue(turn > 0);
  }

  @Test
  void twoCallsAtATimeAreTwoTurnsInTheirOrder() {
    frame.call(a, ++turns, KEY, "twice", "{\"of\":\"b\"}", NOW);
    assertEquals("[1,2]", result(step().getLast()));
  }

  @Test
  void aTurnThatFailsIsAnsweredByTheServer() {
    ask("{\"of\":\"b\",\"method\":\"boom\"}");
    List<Outcome> outcomes = step();
    long turn = here(outcomes.getFirst()).turn();
    Outcome.TurnFailed failed =
        assertInstanceOf(Outcome.TurnFailed.class, outcomes.getLast(), outcomes.toString());
    assertEquals(turn, failed.turn());
    frame.resumeError(a, 1, "HandlerError", "no", Map.of());
    assertEquals("no", assertInstanceOf(Outcome.TurnFailed.class, step().getLast()).message());
    frame.state(b, 9);
    assertEquals(new Outcome.State(b, 9, "{\"n\":0}"), step().getLast());
  }

  @Test
  void onlyTheCalleeIsStoppedWhenItDoesNotEnd() {
    stage.close();
    stage = new KernelStage(new EngineLimits(200, 256L << 20, 16 << 20, 4 << 20, 1_000, 500));
    frame = stage.isolate.newFrame();
    hosts = 0;
    open();
    ask("{\"of\":\"b\",\"method\":\"spin\"}");
    List<Outcome> outcomes = step();
    Outcome.TurnFailed failed =
        assertInstanceOf(Outcome.TurnFailed.class, outcomes.get(2), outcomes.toString());
    assertEquals(ProblemCode.HandlerTimeout, failed.code());
    assertEquals(b, failed.host());
    assertEquals(new Outcome.ActorLost(b), outcomes.get(3));
    frame.resumeError(a, 1, "HandlerTimeout", "no", Map.of());
    assertEquals(a, step().getLast().host());
  }

  @Test
  void aCallOfACallerThatIsGoneIsNotMade() {
    ask("{\"of\":\"b\"}");
    frame.drop(a);
    List<Outcome> outcomes = step();
    long turn = here(outcomes.getFirst()).turn();
    assertEquals(new Outcome.TurnDeferred(b, turn), outcomes.getLast());
    frame.state(b, 9);
    assertEquals(new Outcome.State(b, 9, "{\"n\":0}"), step().getLast());
  }

  @Test
  void anActorThatLeavesIsNotCalled() {
    ask("{\"of\":\"b\"}");
    frame.deactivate(b, ++turns, NOW);
    List<Outcome> outcomes = step();
    assertInstanceOf(Outcome.TurnDeferred.class, outcomes.getLast(), outcomes.toString());
    frame.drop(b);
    frame.resume(a, 1, "1");
    assertEquals("[1]", result(step().getLast()));
  }

  @Test
  void aLongChainGoesThroughTheServerNowAndThen() {
    int key = stage.load(PEER);
    for (int i = 0; i <= 20; i++) {
      frame.permit(start(key, "p" + i), KEY, EPOCH);
    }
    frame.call(hosts - 20, ++turns, KEY, "chain", "{\"n\":0}", NOW);
    List<Outcome> outcomes = step();
    assertEquals(
        Frame.MOST_LOCAL, outcomes.stream().filter(Outcome.CallHere.class::isInstance).count());
    assertEquals(1, outcomes.stream().filter(Outcome.CallOut.class::isInstance).count());
  }

  @Test
  void callsOfAnActorThatWaitsHereAreMadeOneAfterTheOtherInTheSameStep() {
    List<Long> asked = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      asked.add(ask("{\"of\":\"b\"}"));
    }
    frame.call(a, ++turns, KEY, "add", "{}", NOW);
    asked.add(turns);
    List<Outcome> all = step();
    List<Outcome.TurnDone> done =
        all.stream()
            .filter(Outcome.TurnDone.class::isInstance)
            .map(Outcome.TurnDone.class::cast)
            .filter(each -> each.host() == a)
            .toList();
    assertEquals(asked, done.stream().map(Outcome.TurnDone::turn).toList(), all.toString());
    assertEquals(
        List.of("[1]", "[2]", "[3]", "[4]", "[5]", "501"),
        done.stream().map(Outcome.TurnDone::result).toList());
  }

  @Test
  void callsOfAnActorThatWaitsForTheServerAreGivenBack() {
    ask("{\"of\":\"b\",\"more\":[\"nobody\"]}");
    long second = ask("{\"of\":\"b\"}");
    List<Outcome> outcomes = step();
    assertTrue(outcomes.contains(new Outcome.TurnDeferred(a, second)), outcomes.toString());
    frame.resume(a, 2, "7");
    assertEquals("[1,7]", result(step().getLast()));
    assertFalse(stage.isolate.unfinished());
  }

  @Test
  void aCallThatComesLaterDoesNotOvertakeThoseThatWait() {
    stage.close();
    stage = new KernelStage(new EngineLimits(5_000, 256L << 20, 16 << 20, 4 << 20, 1_000, 0));
    frame = stage.isolate.newFrame();
    hosts = 0;
    open();
    List<Long> sent = new ArrayList<>();
    List<Long> done = new ArrayList<>();
    for (int steps = 0; done.size() < 40; steps++) {
      assertTrue(steps < 1_000, "it does not end");
      if (sent.size() < 40) {
        sent.add(ask("{\"of\":\"b\"}"));
      }
      for (Outcome outcome : step()) {
        if (outcome instanceof Outcome.TurnDone one && one.host() == a) {
          done.add(one.turn());
        } else if (outcome.equals(new Outcome.TurnDeferred(a, sent.getLast()))) {
          sent.removeLast();
        }
      }
    }
    assertEquals(sent, done);
  }

  @Test
  void callsInALoopKeepNobodyFromTheirTurn() {
    stage.close();
    stage = new KernelStage(new EngineLimits(5_000, 256L << 20, 16 << 20, 4 << 20, 1_000, 0));
    frame = stage.isolate.newFrame();
    hosts = 0;
    open();
    boolean begun = false;
    boolean done = false;
    int served = 0;
    for (int steps = 0; !done; steps++) {
      assertTrue(steps < 10_000, "it does not end");
      if (!begun) {
        frame.call(a, ++turns, KEY, "loop", "{\"of\":\"b\"}", NOW);
      }
      frame.call(b, ++turns, "add", "{}", NOW);
      for (Outcome outcome : step()) {
        begun |= outcome instanceof Outcome.CallHere;
        done |= outcome.host() == a && outcome instanceof Outcome.TurnDone;
        served +=
            outcome instanceof Outcome.TurnDone one && one.host() == b && one.turn() > 0 ? 1 : 0;
      }
    }
    assertTrue(served > 100, served + " calls from elsewhere");
  }
}
