package io.actjs.actctl.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.test.TestEvent.Ended;
import io.actjs.actctl.test.TestEvent.Outcome;
import io.actjs.actctl.test.TestEvent.Output;
import io.actjs.engine.script.ScriptFailed;
import io.actjs.engine.script.ScriptIsolate;
import io.actjs.engine.script.ScriptIsolate.Request;
import io.actjs.engine.script.ScriptStopped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tests of one file, one after the other, in an isolate of their own. What a test asks for is
 * done between two entries into the isolate, on the same thread: first the test runs as far as it
 * can, then the actors, then the test gets its answers.
 */
final class FileRun {
  private static final long LOADING_MS = 10_000;
  private static final int MOST_LINES = 200;

  private final ScriptIsolate isolate;
  private final TestServers servers;
  private final Trace trace;
  private final ActorOutput actors;
  private List<Output> output = new ArrayList<>();
  private @Nullable JsonNode done;
  private @Nullable JsonNode declared;
  private long deadline;

  FileRun(ScriptIsolate isolate, TestServers servers, Trace trace, ActorOutput actors) {
    this.isolate = isolate;
    this.servers = servers;
    this.trace = trace;
    this.actors = actors;
  }

  /**
   * Evaluates the file and runs its tests.
   *
   * @param wanted whether a test of that name is to run
   * @throws ScriptFailed when the file throws
   * @throws ScriptStopped when the file does not end
   */
  List<Ended> run(String code, Predicate<String> wanted) {
    begin(LOADING_MS);
    isolate.run(Trace.BUNDLE, code, leftMs());
    isolate.call("list", "null", leftMs());
    takeRequests();
    List<Ended> ended = new ArrayList<>();
    JsonNode tests = declared;
    if (tests != null) {
      for (JsonNode test : tests) {
        if (wanted.test(test.path("name").asText())) {
          ended.add(run(test));
        }
      }
    }
    return ended;
  }

  private void begin(long millis) {
    deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private long leftMs() {
    return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
  }

  private boolean hasTime() {
    return System.nanoTime() < deadline;
  }

  private Ended run(JsonNode test) {
    String name = test.path("name").asText();
    switch (test.path("mode").asText()) {
      case "skip" -> {
        return new Ended(name, Outcome.SKIPPED, 0, null, List.of());
      }
      case "todo" -> {
        return new Ended(name, Outcome.TODO, 0, null, List.of());
      }
      default -> {}
    }
    long timeoutMs = test.path("timeoutMs").asLong();
    long begin = System.nanoTime();
    output = new ArrayList<>();
    actors.begin();
    begin(timeoutMs);
    TestFailure failure = outcome(test.path("id").asInt(), timeoutMs);
    servers.end();
    if (failure != null) {
      failure = failure.orAt(trace.frames(test.path("stack").asText()));
      output.addAll(actors.lines());
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    Outcome outcome = failure == null ? Outcome.PASSED : Outcome.FAILED;
    return new Ended(name, outcome, millis, failure, List.copyOf(output));
  }

  private @Nullable TestFailure outcome(int id, long timeoutMs) {
    done = null;
    TestFailure failure = null;
    try {
      isolate.call("run", "{\"id\":" + id + "}", leftMs());
      takeRequests();
      while (done == null && failure == null) {
        failure = goOn(timeoutMs);
      }
    } catch (ScriptStopped e) {
      failure =
          e.limit() == ScriptStopped.Limit.TIME
              ? timedOut(timeoutMs)
              : TestFailure.of("OutOfMemory", "the test used more memory than it may");
    }
    if (failure != null) {
      isolate.abandon();
    }
    JsonNode end = done;
    return end == null || failure != null ? failure : failureOf(end.path("failure"));
  }

  /** Lets actors and test go on; why they cannot, if so. */
  private @Nullable TestFailure goOn(long timeoutMs) {
    if (!servers.settle(this::hasTime) || !hasTime()) {
      return timedOut(timeoutMs);
    }
    boolean answered = answer();
    takeRequests();
    if (done != null || answered) {
      return null;
    }
    long untilTimer = isolate.untilTimer();
    if (untilTimer < 0) {
      return stuck();
    }
    LockSupport.parkNanos(
        this, TimeUnit.MILLISECONDS.toNanos(Math.min(untilTimer, Math.max(0, leftMs()))));
    isolate.runTimer(leftMs());
    takeRequests();
    return null;
  }

  private TestFailure timedOut(long timeoutMs) {
    String open = servers.waitsFor();
    return TestFailure.of(
        "TestTimeout",
        "the test took longer than %d ms%s"
            .formatted(timeoutMs, open == null ? "" : "; it waits for " + open));
  }

  private TestFailure stuck() {
    String open = servers.waitsFor();
    return TestFailure.of(
        "TestStuck",
        open == null
            ? "the test awaits a promise that nothing will settle"
            : "the test waits for %s, and nothing happens while the clock stands still: advanceTime() lets time pass"
                .formatted(open));
  }

  /** Tells the test what it waits for; whether there was anything. */
  private boolean answer() {
    boolean answered = false;
    String recorded = servers.recordings().take();
    if (!recorded.isEmpty()) {
      isolate.call("recorded", recorded, leftMs());
      answered = true;
    }
    for (Answers.Ready next = servers.answers().poll();
        next != null;
        next = servers.answers().poll()) {
      switch (next) {
        case Answers.Ready.Result(long id, String json) -> isolate.answer(id, json, leftMs());
        case Answers.Ready.Refusal(long id, var problem) -> isolate.refuse(id, problem, leftMs());
      }
      answered = true;
    }
    return answered;
  }

  private void takeRequests() {
    for (Request request : isolate.take()) {
      switch (request.name()) {
        case "tests" -> declared = Json.parse(request.json());
        case "done" -> done = Json.parse(request.json());
        case "console" -> write(Json.parse(request.json()));
        default -> servers.handle(request, this::hasTime);
      }
    }
  }

  private void write(JsonNode line) {
    if (output.size() < MOST_LINES) {
      output.add(new Output(line.path("level").asText(), cut(line.path("text").asText()), false));
    } else if (output.size() == MOST_LINES) {
      output.add(new Output("warn", "more lines are left out", false));
    }
  }

  private static String cut(String text) {
    int most = 10_000;
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  private @Nullable TestFailure failureOf(JsonNode failure) {
    if (failure.isNull() || failure.isMissingNode()) {
      return null;
    }
    List<String> diff = new ArrayList<>();
    failure.path("diff").forEach(line -> diff.add(line.asText()));
    String message = failure.path("message").asText();
    return failure(
        failure.path("name").asText(),
        diff.isEmpty() ? message : message.lines().findFirst().orElse(""),
        diff,
        failure.hasNonNull("property") ? failure.path("property").asText() : null,
        failure.path("stack").asText());
  }

  private TestFailure failure(
      String name, String message, List<String> diff, @Nullable String property, String stack) {
    List<Trace.Frame> frames = trace.frames(stack);
    return new TestFailure(
        name,
        message,
        diff,
        property,
        frames.isEmpty() ? null : frames.getFirst().place(),
        frames.stream().map(Trace.Frame::toString).toList());
  }

  /** Why the file itself cannot be run. */
  TestFailure broken(ScriptFailed failed) {
    return failure("Error", failed.getMessage(), List.of(), null, failed.trace());
  }
}
