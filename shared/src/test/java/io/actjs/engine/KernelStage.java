package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The real kernel in an isolate, driven command by command. */
final class KernelStage implements AutoCloseable {
  static final long NOW = 1_700_000_000_000L;

  /** No step ends by its time slice, however busy the machine. */
  static final EngineLimits UNHURRIED =
      new EngineLimits(5_000, 256L << 20, 16 << 20, 4 << 20, 1_000, 60_000);

  final Isolate isolate;
  private final Engine engine;
  private int keys;
  private int hosts;
  private long turns;

  KernelStage() {
    this(UNHURRIED);
  }

  KernelStage(EngineLimits limits) {
    this(TestEngine.open(limits));
  }

  /** Takes the engine over. */
  KernelStage(Engine engine) {
    this.engine = engine;
    isolate = engine.newIsolate();
  }

  /** Loads JavaScript in the body form, where the kit's names are in scope. */
  int load(String body) {
    keys++;
    var unused = evaluate(keys, body);
    return keys;
  }

  EvaluatedClass evaluate(int key, String body) {
    return isolate.load(
        key,
        new CompiledClass(
            new ClassRef("Thing", Version.parse("1.2.3")),
            """
            (function (exports, require, actjs) {
              "use strict";
              const { Actor, EventSourced, Replica, handler } = actjs;
              %s
            })
            """
                .formatted(body)));
  }

  /** A new actor of the class that {@code body} returns. */
  LiveActor create(String body) {
    return create(load(body), null);
  }

  LiveActor create(int key, @Nullable String initArgs) {
    LiveActor actor = new LiveActor(key);
    Frame frame = isolate.newFrame();
    frame.activate(actor.host, key, "the-id", 0, null);
    frame.start(actor.host, ++turns, true, initArgs, NOW);
    actor.done(isolate.step(frame));
    return actor;
  }

  /** What starting a new actor fails with. */
  Outcome.TurnFailed failToCreate(String body) {
    Frame frame = isolate.newFrame();
    frame.activate(++hosts, load(body), "the-id", 0, null);
    frame.start(hosts, ++turns, true, null, NOW);
    return only(Outcome.TurnFailed.class, isolate.step(frame));
  }

  @Override
  public void close() {
    isolate.close();
    engine.close();
  }

  static <T extends Outcome> T only(Class<T> type, List<Outcome> outcomes) {
    assertEquals(1, outcomes.size(), () -> "outcomes: " + outcomes);
    return assertInstanceOf(type, outcomes.getFirst());
  }

  /** An actor in the isolate, with what a journal would hold of it. */
  final class LiveActor {
    final int key;
    final int host = ++hosts;
    final List<String> journal = new ArrayList<>();

    private LiveActor(int key) {
      this.key = key;
    }

    /** Runs one call. */
    List<Outcome> step(String method, String args) {
      Frame frame = isolate.newFrame();
      frame.call(host, ++turns, method, args, NOW);
      return isolate.step(frame);
    }

    List<Outcome> resume(long call, @Nullable String result) {
      Frame frame = isolate.newFrame();
      frame.resume(host, call, result);
      return isolate.step(frame);
    }

    List<Outcome> resumeError(long call, String code, String message) {
      return resumeError(call, code, message, Map.of());
    }

    List<Outcome> resumeError(long call, String code, String message, Map<String, String> members) {
      Frame frame = isolate.newFrame();
      frame.resumeError(host, call, code, message, members);
      return isolate.step(frame);
    }

    List<Outcome> deactivate() {
      Frame frame = isolate.newFrame();
      frame.deactivate(host, ++turns, NOW);
      return isolate.step(frame);
    }

    /** The only outcome, which is a turn that ended well. */
    Outcome.TurnDone done(List<Outcome> outcomes) {
      Outcome.TurnDone done = only(Outcome.TurnDone.class, outcomes);
      journal.add(done.change());
      return done;
    }

    Outcome.TurnDone call(String method, String args) {
      return done(step(method, args));
    }

    Outcome.TurnDone call(String method) {
      return call(method, "{}");
    }

    Outcome.TurnFailed fail(String method) {
      return fail(method, "{}");
    }

    Outcome.TurnFailed fail(String method, String args) {
      return only(Outcome.TurnFailed.class, step(method, args));
    }

    String state() {
      Frame frame = isolate.newFrame();
      frame.state(host, 5);
      return only(Outcome.State.class, isolate.step(frame)).json();
    }

    void drop() {
      Frame frame = isolate.newFrame();
      frame.drop(host);
      assertEquals(List.of(), isolate.step(frame));
    }

    /** The same actor, made again of its journal alone. */
    LiveActor replayed() {
      return recovered(null, journal);
    }

    /** The same actor, made again of a snapshot and what came after it. */
    LiveActor recovered(@Nullable String snapshot, List<String> rest) {
      LiveActor again = new LiveActor(key);
      Frame frame = isolate.newFrame();
      frame.activate(again.host, key, "the-id", 0, snapshot);
      for (int i = 0; i < rest.size(); i++) {
        frame.replay(again.host, i + 1, rest.get(i));
      }
      frame.start(again.host, ++turns, false, null, NOW);
      again.done(isolate.step(frame));
      return again;
    }
  }
}
