package io.actjs.runtime.host;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.EvaluatedClass;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Migration;
import io.actjs.engine.Migrator;
import io.actjs.engine.Outcome;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassShape;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRules;
import io.actjs.runtime.output.DrivenStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An engine without V8. Each actor counts; its handlers do what their names say:
 *
 * <ul>
 *   <li>{@code add} counts one more and {@code get} tells the count
 *   <li>{@code fail} throws, and {@code lose} takes the whole isolate with it
 *   <li>{@code wait} awaits for good; {@code ask} awaits the {@code add} of Counter/other
 *   <li>{@code tell} tells Counter/other to {@code add}
 * </ul>
 */
final class ToyEngine implements Engine {
  /** What actors went through, in order: {@code activate}, {@code deactivate}, and each handler. */
  final List<String> seen = new ArrayList<>();

  /** What the class says about its turns. */
  TurnRules rules = TurnRules.DEFAULT;

  ClassShape.Durability durability = ClassShape.Durability.STRICT;

  /** Whether the first hooks of an actor never end. */
  boolean hangsAtStart;

  /** Whether it does nothing of what it is given, until it is not busy any more. */
  boolean busy;

  @Override
  public Isolate newIsolate() {
    return new ToyIsolate();
  }

  @Override
  public void close() {}

  /** An actor in the isolate. */
  private static final class Counter {
    long count;

    /** The turn that awaits; 0 for none. */
    long awaiting;
  }

  /** Runs within each step. */
  Runnable during = () -> {};

  private final class ToyIsolate implements Isolate {
    private final Map<Integer, Counter> actors = new HashMap<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Runnable> late = new ArrayList<>();

    @Override
    public EvaluatedClass load(int key, CompiledClass compiled) {
      return new EvaluatedClass(
          new ClassShape(ClassKind.STATE, durability, List.of("add", "get")),
          rules,
          EvaluatedClass.Hooks.NONE);
    }

    @Override
    public void unload(int key) {}

    @Override
    public Migration.Migrated migrate(Migration migration) {
      Counter counter = new Counter();
      counter.count = count(migration.base());
      migration.turns().forEach(change -> apply(counter, change));
      return new Migration.Migrated(state(counter), state(counter), List.of(), "[]");
    }

    @Override
    public Migrator migrator(int key) {
      return Migrator.NONE;
    }

    @Override
    public List<Outcome> step(Frame frame) {
      during.run();
      late.addAll(((ToyFrame) frame).commands);
      ((ToyFrame) frame).commands.clear();
      outcomes.clear();
      if (!busy) {
        List<Runnable> commands = List.copyOf(late);
        late.clear();
        commands.forEach(Runnable::run);
      }
      return List.copyOf(outcomes);
    }

    private void call(int host, long turn, String method) {
      Counter counter = actors.get(host);
      if (counter == null) {
        return;
      }
      if (counter.awaiting != 0) {
        outcomes.add(new Outcome.TurnDeferred(host, turn));
        return;
      }
      seen.add(method);
      switch (method) {
        case "add" -> add(host, turn, List.of());
        case "get" -> done(host, turn, Long.toString(counter.count), "[]", List.of());
        case "tell" -> add(host, turn, List.of(new Outcome.Tell("Counter", "other", "add", "[]")));
        case "wait" -> await(host, turn);
        case "ask" -> {
          await(host, turn);
          outcomes.add(new Outcome.CallOut(host, turn, 1, "Counter", "other", "add", "[]"));
        }
        case "askHere" -> {
          await(host, turn);
          int other =
              actors.keySet().stream().filter(each -> each != host).findFirst().orElseThrow();
          outcomes.add(
              new Outcome.CallHere(
                  other,
                  -1,
                  DrivenStore.NOW,
                  new Outcome.CallOut(host, turn, 1, "Counter", "other", "add", "[]")));
        }
        case "fail" -> failed(host, turn, ProblemCode.HandlerError, "boom");
        case "lose" -> throw new IllegalStateException("the isolate is lost");
        default -> failed(host, turn, ProblemCode.UnknownMethod, "no handler " + method);
      }
    }

    private void await(int host, long turn) {
      actors.get(host).awaiting = turn;
      outcomes.add(new Outcome.TurnSuspended(host, turn));
    }

    private void add(int host, long turn, List<Outcome.Tell> tells) {
      Counter counter = actors.get(host);
      counter.count++;
      String change = "[{\"op\":\"replace\",\"path\":\"/n\",\"value\":" + counter.count + "}]";
      done(host, turn, Long.toString(counter.count), change, tells);
    }

    private void done(
        int host, long turn, @Nullable String result, String change, List<Outcome.Tell> tells) {
      outcomes.add(new Outcome.TurnDone(host, turn, result, change, tells, List.of()));
    }

    private void failed(int host, long turn, ProblemCode code, String message) {
      outcomes.add(new Outcome.TurnFailed(host, turn, false, code, message, "", Map.of()));
    }

    /** Ends the turn that awaits. */
    private void resumed(int host, @Nullable ProblemCode failure) {
      Counter counter = actors.get(host);
      if (counter == null || counter.awaiting == 0) {
        return;
      }
      long turn = counter.awaiting;
      counter.awaiting = 0;
      if (failure == null) {
        add(host, turn, List.of());
      } else {
        failed(host, turn, failure, "the call failed");
      }
    }

    private void cancelled(int host, long turn) {
      Counter counter = actors.get(host);
      if (counter != null && counter.awaiting == turn) {
        counter.awaiting = 0;
        failed(host, turn, ProblemCode.Cancelled, "the caller has left");
      }
    }

    @Override
    public boolean unfinished() {
      return !busy && !late.isEmpty();
    }

    @Override
    public Frame newFrame() {
      return new ToyFrame(this);
    }

    @Override
    public long heapUsed() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static String state(Counter counter) {
    return "{\"n\":" + counter.count + "}";
  }

  private static long count(@Nullable String state) {
    return state == null ? 0 : number(state);
  }

  private static void apply(Counter counter, String change) {
    counter.count = change.equals("[]") ? counter.count : number(change);
  }

  private static long number(String json) {
    return Long.parseLong(json.replaceAll(".*:(\\d+)}\\]?", "$1"));
  }

  private final class ToyFrame implements Frame {
    private final List<Runnable> commands = new ArrayList<>();
    private final ToyIsolate isolate;

    ToyFrame(ToyIsolate isolate) {
      this.isolate = isolate;
    }

    @Override
    public void activate(int host, int classKey, String id, long seq, @Nullable String state) {
      commands.add(
          () -> {
            seen.add("activate");
            Counter counter = new Counter();
            counter.count = count(state);
            isolate.actors.put(host, counter);
          });
    }

    @Override
    public void replay(int host, long seq, String change) {
      commands.add(() -> apply(isolate.actors.get(host), change));
    }

    @Override
    public void start(
        int host, long turn, boolean isNew, @Nullable String initArgs, Caller caller, long nowMs) {
      commands.add(
          () -> {
            if (hangsAtStart) {
              isolate.await(host, turn);
            } else {
              isolate.done(host, turn, null, "[]", List.of());
            }
          });
    }

    @Override
    public void call(
        int host, long turn, int key, String method, String args, Caller caller, long nowMs) {
      commands.add(() -> isolate.call(host, turn, method));
    }

    @Override
    public void stream(
        int host, long turn, long asked, String method, String args, Caller caller, long nowMs) {
      call(host, turn, THROUGH_SERVER, method, args, caller, nowMs);
    }

    @Override
    public void ask(int host, long turn, long total) {}

    @Override
    public void cancel(int host, long turn) {
      commands.add(() -> isolate.cancelled(host, turn));
    }

    @Override
    public void hook(
        int host, long turn, String name, String subscriber, Caller caller, long nowMs) {
      throw new UnsupportedOperationException("its class has no hooks");
    }

    @Override
    public void resume(int host, long call, @Nullable String result) {
      commands.add(() -> isolate.resumed(host, null));
    }

    @Override
    public void resumeError(
        int host, long call, String code, String message, Map<String, String> members) {
      commands.add(() -> isolate.resumed(host, ProblemCode.valueOf(code)));
    }

    @Override
    public void state(int host, long request) {
      commands.add(
          () ->
              isolate.outcomes.add(
                  new Outcome.State(host, request, ToyEngine.state(isolate.actors.get(host)))));
    }

    @Override
    public void deactivate(int host, long turn, long nowMs) {
      commands.add(
          () -> {
            seen.add("deactivate");
            isolate.done(host, turn, null, "[]", List.of());
          });
    }

    @Override
    public void drop(int host) {
      commands.add(() -> isolate.actors.remove(host));
    }

    @Override
    public int size() {
      return commands.size();
    }

    @Override
    public int chars() {
      return 0;
    }

    @Override
    public void room(int chars) {}
  }
}
