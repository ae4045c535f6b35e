package io.actjs.runtime.loading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.Isolate;
import io.actjs.engine.Migration;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry.Candidate;
import io.actjs.registry.migration.MigrationPlan;
import io.actjs.storage.ActorStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds stored states against the types of a version before it is published: as its migrations
 * would make them, in an isolate that is thrown away. Nothing is written, nobody loses an actor.
 */
public final class StateReview {
  /** How many states are looked at, and for how long. */
  public enum Extent {
    NONE(0, 0, 0),
    SAMPLE(100, 5_000_000_000L, 64L << 20),
    /** All, as far as the time goes that a client waits. */
    ALL(Integer.MAX_VALUE, 45_000_000_000L, Long.MAX_VALUE);

    private final int actors;
    private final long nanos;
    private final long chars;

    Extent(int actors, long nanos, long chars) {
      this.actors = actors;
      this.nanos = nanos;
      this.chars = chars;
    }
  }

  private static final int PAGE = 100;
  private static final int MOST_MISFITS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Engine engine;
  private final ActorStore storage;

  public StateReview(Engine engine, ActorStore storage) {
    this.engine = engine;
    this.storage = storage;
  }

  /**
   * Looks at the stored actors of older versions. Blocks.
   *
   * @throws ActjsException {@code WorkerLost}, {@code StorageUnavailable}
   */
  public StateReport of(Candidate candidate, Extent extent) {
    String name = candidate.published().ref().name();
    if (extent == Extent.NONE
        || candidate.published().schemas().isEmpty()
        || storage.heads(name, null, 1).isEmpty()) {
      return StateReport.NOTHING;
    }
    return engine.inThrowAwayIsolate(
        "actjs-state-review", isolate -> new Round(isolate, candidate, extent).report());
  }

  /** One look at the stored actors. */
  private final class Round {
    private final Isolate isolate;
    private final Candidate candidate;
    private final Extent extent;
    private final long end;
    private final Map<ClassRef, Integer> keys = new HashMap<>();
    private final Map<Version, MigrationPlan> plans = new HashMap<>();
    private final Map<String, StateReport.Misfit> misfits = new LinkedHashMap<>();
    private int checked;
    private int unfit;
    private int failed;
    private long chars;
    private @Nullable String failure;

    Round(Isolate isolate, Candidate candidate, Extent extent) {
      this.isolate = isolate;
      this.candidate = candidate;
      this.extent = extent;
      this.end = System.nanoTime() + extent.nanos;
    }

    StateReport report() {
      boolean complete = lookAtAll();
      return new StateReport(
          checked, unfit, failed, complete, List.copyOf(misfits.values()), failure);
    }

    private boolean lookAtAll() {
      ActorRef after = null;
      while (true) {
        List<ActorHead> page = storage.heads(candidate.published().ref().name(), after, PAGE);
        for (ActorHead head : page) {
          if (checked >= extent.actors || chars >= extent.chars || System.nanoTime() >= end) {
            return false;
          }
          if (head.phase() == ActorHead.Phase.LIVE
              && head.version().compareTo(candidate.published().ref().version()) < 0) {
            lookAt(head);
          }
        }
        if (page.size() < PAGE) {
          return true;
        }
        after = page.getLast().ref();
      }
    }

    private void lookAt(ActorHead head) {
      checked++;
      try {
        MigrationPlan plan = plans.computeIfAbsent(head.version(), candidate::planFrom);
        Loaded loaded = Loaded.peek(storage, head.ref());
        chars += loaded.chars();
        List<Integer> path = new ArrayList<>();
        for (ClassRef ref : plan.path()) {
          path.add(keyOf(ref));
        }
        note(
            head.ref(),
            isolate
                .migrate(new Migration(path, plan.runs(), loaded.base(), loaded.changes(), true))
                .issues());
      } catch (ActjsException e) {
        if (e.code() == ProblemCode.WorkerLost || e.code() == ProblemCode.StorageUnavailable) {
          throw e;
        }
        failed++;
        if (failure == null) {
          failure = "%s: %s: %s".formatted(head.ref(), e.code(), e.detail());
        }
      }
    }

    private int keyOf(ClassRef ref) {
      Integer known = keys.get(ref);
      if (known == null) {
        known = keys.size() + 1;
        var unused = isolate.load(known, CompiledClass.of(candidate.get(ref)));
        keys.put(ref, known);
      }
      return known;
    }

    private void note(ActorRef ref, String json) {
      JsonNode issues = parse(json);
      if (issues.isEmpty()) {
        return;
      }
      unfit++;
      TreeSet<String> seen = new TreeSet<>();
      for (JsonNode issue : issues) {
        String path = issue.path("path").asText().replaceAll("/[0-9]+(?=/|$)", "/*");
        String message = issue.path("message").asText();
        if (seen.add(path) && (misfits.size() < MOST_MISFITS || misfits.containsKey(path))) {
          misfits.merge(
              path,
              new StateReport.Misfit(path, message, 1, ref.id()),
              (old, more) ->
                  new StateReport.Misfit(path, old.message(), old.actors() + 1, old.example()));
        }
      }
    }

    private JsonNode parse(String json) {
      try {
        return JSON.readTree(json);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the kernel's issues are not JSON", e);
      }
    }
  }
}
