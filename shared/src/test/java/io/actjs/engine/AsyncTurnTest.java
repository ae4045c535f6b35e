package io.actjs.engine;

import static io.actjs.engine.KernelStage.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AsyncTurnTest {
  private static final String ASKER =
      """
      return class Asker extends Actor {
        state = { n: 0, seen: [] };
        static _handlers = {
          quick: async function () { this.state.n++; await null; return ++this.state.n; },
          async ask({ id }) {
            const before = ++this.state.n;
            const price = await this.actjs.call({ class: "Price", id }, "of", { id });
            this.state.seen.push(price);
            return before;
          },
          async both() {
            const ask = id => this.actjs.call({ class: "Price", id }, "of");
            const [a, b] = await Promise.all([ask("a"), ask("b")]);
            return this.state.n = a + b;
          },
          async careful() {
            try { await this.actjs.call({ class: "Price", id: "a" }, "of"); }
            catch (error) { this.state.seen.push(error.code); return error.message; }
          },
          async spoil() { this.state.n = 99; await null; throw new RangeError("late"); },
          async never() { this.state.n = 99; await new Promise(() => {}); },
          forget() { this.state.n = 1; this.actjs.call({ class: "Price", id: "a" }, "of")
            .then(() => { this.state.n = 50; }); },
          async float() { Promise.resolve().then(() => 1).then(() => 2).then(() => {
            try { this.state.n = 60; } catch (error) { globalThing.error = error.message; } }); },
          get() { return [this.state.n, globalThing.error]; },
          plain() { return this.state.n; },
          bad() { this.actjs.call(null, "x"); },
          badId() { this.actjs.tell({ class: "X", id: "" }, "x"); },
        };
      }
      """;

  private final KernelStage stage = new KernelStage();
  private LiveActor asker;

  @BeforeEach
  void open() {
    asker = stage.create("const globalThing = {};" + ASKER);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void handlerThatWaitsForNothingEndsInItsStep() {
    Outcome.TurnDone done = asker.call("quick");
    assertEquals("2", done.result());
    assertEquals("[{\"op\":\"replace\",\"path\":\"/n\",\"value\":2}]", done.change());
  }

  @Test
  void callSuspendsTheTurn() {
    List<Outcome> outcomes = asker.step("ask", "{\"id\":\"pen\"}");
    Outcome.CallOut call = (Outcome.CallOut) outcomes.get(0);
    assertEquals(
        List.of("Price", "pen", "of", "{\"id\":\"pen\"}"),
        List.of(call.className(), call.id(), call.method(), call.args()));
    assertTrue(outcomes.get(1) instanceof Outcome.TurnSuspended);
    // Neither another call nor a look at the state comes between.
    assertTrue(asker.step("get", "{}").getFirst() instanceof Outcome.TurnDeferred);
    Frame frame = stage.isolate.newFrame();
    frame.state(asker.host, 3);
    assertEquals(List.of(), stage.isolate.step(frame));
    List<Outcome> after = asker.resume(call.call(), "{\"cents\":120}");
    Outcome.TurnDone done = (Outcome.TurnDone) after.get(0);
    assertEquals(call.turn(), done.turn());
    assertEquals("1", done.result());
    assertEquals(
        "[{\"op\":\"replace\",\"path\":\"/n\",\"value\":1},"
            + "{\"op\":\"add\",\"path\":\"/seen/0\",\"value\":{\"cents\":120}}]",
        done.change());
    assertEquals("{\"n\":1,\"seen\":[{\"cents\":120}]}", ((Outcome.State) after.get(1)).json());
  }

  @Test
  void twoCallsAtOnce() {
    List<Outcome> outcomes = asker.step("both", "{}");
    long first = ((Outcome.CallOut) outcomes.get(0)).call();
    long second = ((Outcome.CallOut) outcomes.get(1)).call();
    assertEquals(List.of(), asker.resume(second, "2"));
    assertEquals("42", asker.done(asker.resume(first, "40")).result());
    assertEquals(List.of(), asker.resume(first, "40"), "an answer nobody waits for");
  }

  @Test
  void errorOfACallCanBeCaughtAndKeepsItsCode() {
    long call = ((Outcome.CallOut) asker.step("careful", "{}").get(0)).call();
    Outcome.TurnDone done = asker.done(asker.resumeError(call, "CallTimeout", "too late"));
    assertEquals("\"too late\"", done.result());
    assertTrue(asker.state().contains("[\"CallTimeout\"]"));
    call = ((Outcome.CallOut) asker.step("ask", "{\"id\":\"a\"}").get(0)).call();
    Outcome.TurnFailed failed =
        only(Outcome.TurnFailed.class, asker.resumeError(call, "CallCycle", "round"));
    assertEquals(ProblemCode.CallCycle, failed.code());
    assertEquals("round", failed.message());
    assertTrue(asker.state().contains("\"n\":0"));
  }

  @Test
  void lateFailureUndoesAll() {
    assertEquals("RangeError: late", asker.fail("spoil").message());
    assertEquals("{\"n\":0,\"seen\":[]}", asker.state());
  }

  @Test
  void aHandlerThatWaitsHoldsNobodyUp() {
    LiveActor other = stage.create(asker.key, null);
    Frame frame = stage.isolate.newFrame();
    frame.call(asker.host, 50, "ask", "{\"id\":\"a\"}", 0);
    frame.call(other.host, 51, "plain", "{}", 0);
    frame.state(other.host, 8);
    frame.call(asker.host, 52, "plain", "{}", 0);
    List<Outcome> outcomes = stage.isolate.step(frame);
    assertTrue(outcomes.get(0) instanceof Outcome.CallOut, outcomes.toString());
    assertEquals(new Outcome.TurnSuspended(asker.host, 50), outcomes.get(1));
    assertEquals(51, ((Outcome.TurnDone) outcomes.get(2)).turn());
    assertEquals(
        List.of(
            new Outcome.State(other.host, 8, "{\"n\":0,\"seen\":[]}"),
            new Outcome.TurnDeferred(asker.host, 52)),
        outcomes.subList(3, 5));
    assertFalse(stage.isolate.unfinished());
  }

  @Test
  void manyMayWaitInOneStep() {
    List<LiveActor> askers = new ArrayList<>();
    Frame frame = stage.isolate.newFrame();
    for (int i = 0; i < 50; i++) {
      LiveActor each = stage.create(asker.key, null);
      askers.add(each);
      frame.call(each.host, 100 + i, "ask", "{\"id\":\"" + i + "\"}", 0);
    }
    List<Outcome> calls = stage.isolate.step(frame);
    for (int i = 0; i < 50; i++) {
      assertEquals("" + i, ((Outcome.CallOut) calls.get(2 * i)).id());
      assertEquals(new Outcome.TurnSuspended(askers.get(i).host, 100 + i), calls.get(2 * i + 1));
      frame.resume(askers.get(i).host, ((Outcome.CallOut) calls.get(2 * i)).call(), "" + i);
    }
    List<Outcome> done = stage.isolate.step(frame);
    for (int i = 0; i < 50; i++) {
      assertEquals(100 + i, ((Outcome.TurnDone) done.get(i)).turn());
      assertEquals("{\"n\":1,\"seen\":[" + i + "]}", askers.get(i).state());
    }
  }

  @Test
  void droppedTurnLeavesNoTrace() {
    long call = ((Outcome.CallOut) asker.step("ask", "{\"id\":\"a\"}").get(0)).call();
    asker.drop();
    assertEquals(List.of(), asker.resume(call, "1"));
    LiveActor again = asker.replayed();
    assertTrue(again.step("never", "{}").getFirst() instanceof Outcome.TurnSuspended);
    again.drop();
    assertEquals("{\"n\":0,\"seen\":[]}", asker.replayed().state());
  }

  @Test
  void callThatNobodyAwaitsDoesNoHarm() {
    List<Outcome> outcomes = asker.step("forget", "{}");
    Outcome.CallOut call = (Outcome.CallOut) outcomes.get(0);
    assertEquals("unawaited", ((Outcome.Log) outcomes.get(1)).level());
    assertTrue(outcomes.get(2) instanceof Outcome.TurnDone);
    assertEquals(List.of(), asker.resume(call.call(), "1"));
    assertTrue(asker.state().contains("\"n\":1"));
  }

  @Test
  void promiseThatOutlivesItsTurnCannotWrite() {
    asker.step("float", "{}");
    assertTrue(asker.state().contains("\"n\":0"));
    String result = asker.call("get").result();
    assertTrue(result != null && result.contains("inside a turn only"), result);
  }

  @Test
  void addressesAreChecked() {
    assertTrue(asker.fail("bad").message().contains("ref is { class, id }"));
    assertTrue(asker.fail("badId").message().contains("1 to 255 characters"));
  }
}
