package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTurnTest {
  private static final String SHOP =
      """
      return class Shop extends Actor {
        state = { items: [], open: true };
        onInit({ name }) { this.state.name = name; }
        onActivate() { this.state.active = (this.state.active ?? 0) + 1; }
        onDeactivate() { this.state.closed = true; }
        static _handlers = {
          add({ sku, qty }) { this.state.items.push({ sku, qty }); return this.state.items.length; },
          remove({ at }) { return this.state.items.splice(at, 1)[0]; },
          bump({ at }) { this.state.items[at].qty++; },
          sorted() { this.state.items.sort((a, b) => a.qty - b.qty); },
          all() { return this.state; },
          spoil() { this.state.items[0].qty = 99; this.state.items.length = 0; throw new TypeError("no"); },
          self() { return [this.actjs.self, this.actjs.now()]; },
          send({ n }) { for (let i = 0; i < n; i++) this.actjs.tell({ class: "Log", id: "a" }, "note", { i }); },
          sendAndFail() { this.actjs.tell({ class: "Log", id: "a" }, "note"); throw new Error("late"); },
          abort() { this.state.open = false; this.actjs.abort("closed today"); },
          sly() { this.state.open = false; const actor = this; throw { get a() { actor.state.open = 7; return 1; } }; },
          nothing() {}, nil() { return null; }, thrown() { throw { a: 1 }; },
          args(a) { return a; }, kept() { this.held = this.state.items; }, late() { this.held.push(1); },
          shout() { this.actjs.log.warn("hello", { a: [1] }, 2n, () => 1); },
        };
      }
      """;

  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private LiveActor shop() {
    return stage.create(stage.load(SHOP), "{\"name\":\"corner\"}");
  }

  @Test
  void firstTurnIsTheWholeState() {
    LiveActor shop = shop();
    assertEquals(
        List.of(
            "[{\"op\":\"replace\",\"path\":\"\",\"value\":"
                + "{\"items\":[],\"open\":true,\"name\":\"corner\",\"active\":1}}]"),
        shop.journal);
  }

  @Test
  void changesBecomeOperations() {
    LiveActor shop = shop();
    assertEquals("1", shop.call("add", "{\"sku\":\"a\",\"qty\":3}").result());
    assertEquals(
        "[{\"op\":\"add\",\"path\":\"/items/1\",\"value\":{\"sku\":\"b\",\"qty\":1}}]",
        shop.call("add", "{\"sku\":\"b\",\"qty\":1}").change());
    assertEquals(
        "[{\"op\":\"replace\",\"path\":\"/items/1/qty\",\"value\":2}]",
        shop.call("bump", "{\"at\":1}").change());
    assertEquals(
        "[{\"op\":\"replace\",\"path\":\"/items\",\"value\":"
            + "[{\"sku\":\"b\",\"qty\":2},{\"sku\":\"a\",\"qty\":3}]}]",
        shop.call("sorted").change());
    Outcome.TurnDone removed = shop.call("remove", "{\"at\":0}");
    assertEquals("{\"sku\":\"b\",\"qty\":2}", removed.result());
    assertEquals("[{\"op\":\"remove\",\"path\":\"/items/0\"}]", removed.change());
    assertEquals(shop.state(), shop.call("all").result());
  }

  @Test
  void journalAloneGivesTheStateBack() {
    LiveActor shop = shop();
    shop.call("add", "{\"sku\":\"a\",\"qty\":3}");
    shop.call("bump", "{\"at\":0}");
    shop.done(shop.deactivate());
    String before = shop.state();
    shop.drop();
    LiveActor again = shop.replayed();
    assertEquals("[{\"op\":\"replace\",\"path\":\"/active\",\"value\":2}]", again.journal.get(0));
    assertEquals(before.replace("\"active\":1", "\"active\":2"), again.state());
    LiveActor third = again.recovered(before, List.of());
    assertEquals(again.state(), third.state());
  }

  @Test
  void failedTurnLeavesNothing() {
    LiveActor shop = shop();
    shop.call("add", "{\"sku\":\"a\",\"qty\":3}");
    String before = shop.state();
    Outcome.TurnFailed failed = shop.fail("spoil");
    assertEquals(ProblemCode.HandlerError, failed.code());
    assertEquals("TypeError: no", failed.message());
    assertTrue(failed.stack().contains("Thing@1.2.3.ts"), failed.stack());
    assertEquals(before, shop.state());
    assertEquals("[]", shop.call("all").change());
  }

  @Test
  void codeThatRunsWhileAnErrorIsDescribedLeavesNothingEither() {
    LiveActor shop = shop();
    String before = shop.state();
    assertEquals("{\"a\":1}", shop.fail("sly").message());
    assertEquals(before, shop.state());
    assertEquals("[]", shop.call("nothing").change());
  }

  @Test
  void messagesLeaveWithTheirTurn() {
    LiveActor shop = shop();
    assertEquals(
        List.of(
            new Outcome.Tell("Log", "a", "note", "{\"i\":0}"),
            new Outcome.Tell("Log", "a", "note", "{\"i\":1}")),
        shop.call("send", "{\"n\":2}").outbox());
    assertEquals("late", shop.fail("sendAndFail").message());
    assertEquals(List.of(), shop.call("nothing").outbox());
    Outcome.TurnFailed full = shop.fail("send", "{\"n\":1001}");
    assertEquals(ProblemCode.OutboxFull, full.code());
    assertEquals("OutboxFull", full.code().name());
  }

  @Test
  void abortIsAnAnswerOfItsOwn() {
    LiveActor shop = shop();
    Outcome.TurnFailed aborted = shop.fail("abort");
    assertEquals(ProblemCode.ActorAbort, aborted.code());
    assertEquals("closed today", aborted.message());
    assertTrue(shop.state().contains("\"open\":true"));
  }

  @Test
  void resultsAreJson() {
    LiveActor shop = shop();
    assertNull(shop.call("nothing").result());
    assertEquals("null", shop.call("nil").result());
    assertEquals("{}", shop.call("args", "").result());
    assertEquals("[\"\\ud800\",-0.5]", shop.call("args", "[\"\\ud800\",-0.5]").result());
    assertEquals("{\"a\":1}", shop.fail("thrown").message());
    assertEquals(
        "[{\"class\":\"Thing\",\"id\":\"the-id\",\"version\":\"1.2.3\"},1700000000000]",
        shop.call("self").result());
  }

  @Test
  void stateOfAnEndedTurnCannotChange() {
    LiveActor shop = shop();
    shop.call("kept");
    String before = shop.state();
    assertTrue(shop.fail("late").message().contains("inside a turn only"));
    assertEquals(before, shop.state());
  }

  @Test
  void logLinesComeAtOnce() {
    LiveActor shop = shop();
    List<Outcome> outcomes = shop.step("shout", "{}");
    assertEquals(
        new Outcome.Log(shop.host, 2, "warn", "hello {\"a\":[1]} 2 () => 1"), outcomes.getFirst());
    assertEquals(2, outcomes.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"toString", "constructor", "hasOwnProperty", "__proto__", "valueOf", "", "onInit"})
  void onlyHandlersAreHandlers(String method) {
    Outcome.TurnFailed failed = shop().fail(method);
    assertEquals(ProblemCode.UnknownMethod, failed.code());
    assertTrue(failed.message().contains("it has abort, add,"), failed.message());
  }

  @Test
  void stepRunsManyActorsInOrder() {
    LiveActor one = shop();
    LiveActor two = stage.create(one.key, "{}");
    Frame frame = stage.isolate.newFrame();
    frame.call(one.host, 101, "nothing", "{}", 0);
    frame.call(two.host, 102, "nil", "{}", 0);
    frame.state(one.host, 9);
    frame.call(one.host, 103, "nil", "{}", 0);
    List<Outcome> outcomes = stage.isolate.step(frame);
    assertEquals(
        new Outcome.TurnDone(one.host, 101, null, "[]", List.of(), List.of()), outcomes.get(0));
    assertEquals(
        new Outcome.TurnDone(two.host, 102, "null", "[]", List.of(), List.of()), outcomes.get(1));
    assertEquals(one.host, outcomes.get(2).host());
    assertEquals(
        new Outcome.TurnDone(one.host, 103, "null", "[]", List.of(), List.of()), outcomes.get(3));
  }

  @Test
  void failedStartForgetsTheActor() {
    int key =
        stage.load(
            """
            return class extends Actor {
              onInit(args) { if (args.bad) throw new Error("unwilling"); this.state = 1; }
              static _handlers = { get() { return this.state; } };
            }
            """);
    Frame frame = stage.isolate.newFrame();
    frame.activate(900, key, "x", 0, null);
    frame.start(900, 1, true, "{\"bad\":true}", 0);
    frame.call(900, 2, "get", "{}", 0);
    List<Outcome> outcomes = stage.isolate.step(frame);
    assertEquals("unwilling", ((Outcome.TurnFailed) outcomes.get(0)).message());
    assertEquals(new Outcome.TurnDeferred(900, 2), outcomes.get(1));
    frame.activate(900, key, "x", 0, null);
    frame.start(900, 3, true, null, 0);
    frame.call(900, 4, "get", "{}", 0);
    assertEquals("1", ((Outcome.TurnDone) stage.isolate.step(frame).get(1)).result());
  }

  @Test
  void replicaStateIsTrackedToo() {
    LiveActor board =
        stage.create(
            "return class extends Replica { state = [1]; static _handlers = { add(a) { this.state.push(a.n); } } }");
    assertEquals(
        "[{\"op\":\"add\",\"path\":\"/1\",\"value\":2}]", board.call("add", "{\"n\":2}").change());
  }
}
