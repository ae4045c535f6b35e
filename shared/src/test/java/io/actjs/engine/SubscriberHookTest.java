package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hooks for subscribers, and the question who is there, as the server sees them. */
class SubscriberHookTest {
  private static final String ANN = "{\"who\":\"ann\",\"data\":{\"x\":1},\"since\":5}";

  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private List<Outcome> hook(LiveActor actor, long turn, String name) {
    Frame frame = stage.isolate.newFrame();
    frame.hook(actor.host, turn, name, ANN, KernelStage.NOW);
    return stage.isolate.step(frame);
  }

  @Test
  void aClassSaysWhichItHas() {
    assertEquals(
        EvaluatedClass.Hooks.NONE,
        stage.evaluate(101, "return class Thing extends Actor {};").hooks());
    assertEquals(
        new EvaluatedClass.Hooks(true, false),
        stage.evaluate(102, "return class Thing extends Actor { onSubscribe() {} };").hooks());
    assertEquals(
        new EvaluatedClass.Hooks(true, true),
        stage
            .evaluate(
                103,
                "class Base extends Actor { onUnsubscribe() {} }\n"
                    + "return class Thing extends Base { onSubscribe() {} };")
            .hooks());
  }

  @Test
  void aHookIsATurn() {
    LiveActor room =
        stage.create(
            """
            return class Room extends Actor {
              state = { log: [] };
              onSubscribe(it) {
                this.state.log.push(it.who, it.data.x, this.actjs.now());
                this.actjs.emit('came');
                return 'ignored';
              }
              onUnsubscribe(it) { throw new Error('no ' + it.who); }
            };
            """);
    Outcome.TurnDone done = room.done(hook(room, 1_001, "onSubscribe"));
    assertEquals(1_001, done.turn());
    assertEquals(null, done.result());
    assertEquals(1, done.emits().size());
    assertEquals("{\"log\":[\"ann\",1," + KernelStage.NOW + "]}", room.state());
    Outcome.TurnFailed failed =
        KernelStage.only(Outcome.TurnFailed.class, hook(room, 1_002, "onUnsubscribe"));
    assertEquals(ProblemCode.HandlerError, failed.code());
    assertTrue(failed.message().contains("no ann"), failed.message());
  }

  @Test
  void aHookOfAnEventSourcedActorMayRaiseEvents() {
    LiveActor room =
        stage.create(
            """
            return class Room extends EventSourced {
              initialState() { return { there: [] }; }
              onSubscribe({ who }) { return [{ type: 'came', who }]; }
              reduce(state, event) { state.there.push(event.who); }
            };
            """);
    assertEquals(
        "[{\"type\":\"came\",\"who\":\"ann\"}]",
        room.done(hook(room, 1_001, "onSubscribe")).change());
    assertEquals("{\"there\":[\"ann\"]}", room.replayed().state());
  }

  @Test
  void aHookWaitsForTheTurnBeforeIt() {
    LiveActor room =
        stage.create(
            """
            class Room extends Actor {
              async slow() { await this.actjs.call({ class: 'Other', id: 'o' }, 'get'); }
              onSubscribe() {}
            }
            Room._handlers = { slow: Room.prototype.slow };
            return Room;
            """);
    var unused = room.step("slow", "{}");
    assertEquals(
        List.of(new Outcome.TurnDeferred(room.host, 1_001)), hook(room, 1_001, "onSubscribe"));
  }

  @Test
  void itIsToldWhoIsThere() {
    LiveActor room =
        stage.create(
            """
            class Room extends Actor {
              async names() { return (await this.actjs.present()).map(each => each.who); }
            }
            Room._handlers = { names: Room.prototype.names };
            return Room;
            """);
    Outcome.PresentAsked asked =
        room.step("names", "{}").stream()
            .filter(Outcome.PresentAsked.class::isInstance)
            .map(Outcome.PresentAsked.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals("[\"ann\"]", room.done(room.resume(asked.call(), "[" + ANN + "]")).result());
  }
}
