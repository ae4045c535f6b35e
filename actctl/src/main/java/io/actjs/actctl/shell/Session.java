package io.actjs.actctl.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Nearest;
import io.actjs.engine.script.ScriptFailed;
import io.actjs.engine.script.ScriptIsolate;
import io.actjs.engine.script.ScriptIsolate.Request;
import io.actjs.engine.script.ScriptStopped;
import io.actjs.engine.script.Snippet;
import io.actjs.engine.script.SnippetCompiler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs inputs, one after the other, in an isolate that keeps what they declare. It belongs to the
 * thread that opened it, a platform thread; any thread may {@linkplain #interrupt interrupt} it.
 */
final class Session implements AutoCloseable {
  private static final Pattern UNDEFINED = Pattern.compile("^(\\S+) is not defined$");
  private static final long ASIDE_MS = 1_000;
  private static final String REFERENCE_ERROR = "ReferenceError";

  private final ScriptIsolate isolate = Prelude.open();
  private final Places places = new Places();
  private final SnippetCompiler compiler;
  private final Catalog catalog;
  private final Calls calls;
  private final Settings settings;
  private final ShellOutput output;
  private final Set<String> known = new HashSet<>();
  private final List<ShellError> unhandled = new ArrayList<>();
  private int number;
  private @Nullable Outcome outcome;
  private JsonNode members = MissingNode.getInstance();
  private @Nullable Failure withoutClasses;
  private long deadline;
  private volatile boolean isInterrupted;

  Session(
      SnippetCompiler compiler,
      Connection connection,
      Catalog catalog,
      Settings settings,
      ShellOutput output) {
    this.compiler = compiler;
    this.catalog = catalog;
    this.calls = new Calls(connection);
    this.settings = settings;
    this.output = output;
    isolate.run("", "require('actjs/shell/session')", ASIDE_MS);
    configure();
    members(List.of()).path("names").forEach(name -> known.add(name.asText()));
  }

  private void configure() {
    ObjectNode json = Json.object();
    json.put("colours", settings.colours()).put("width", settings.width());
    switch (settings.form()) {
      case TEXT -> json.put("form", "text");
      case JSON -> json.put("form", "json");
      case NONE -> json.put("form", "none");
    }
    ArrayNode args = json.putArray("args");
    settings.args().forEach(args::add);
    isolate.call("configure", json.toString(), ASIDE_MS);
  }

  /** Runs a text until its value is there. What it has begun besides goes on with the next one. */
  Outcome run(Source source) {
    return run(source, false);
  }

  /** Runs a text until nothing of it is under way. */
  Outcome runToEnd(Source source) {
    return run(source, true);
  }

  private Outcome run(Source source, boolean toEnd) {
    return switch (compiler.compile(source.text())) {
      case Snippet.Incomplete(var message, int line, int column) ->
          wrong(source, message, line, column);
      case Snippet.Wrong(var message, int line, int column) -> wrong(source, message, line, column);
      case Snippet.Code code -> run(source, code, toEnd);
    };
  }

  private static Outcome wrong(Source source, String message, int line, int column) {
    String place = Places.text(source, line, column);
    return new Outcome.Failed(new ShellError("SyntaxError", message, place));
  }

  private Outcome run(Source source, Snippet.Code code, boolean toEnd) {
    number++;
    places.keep(number, source, code);
    deadline = System.nanoTime() + settings.patience().toNanos();
    outcome = null;
    unhandled.clear();
    output.begin();
    try {
      know(code);
      isolate.run(Places.resource(number), wrapped(code), leftMs());
      settle(toEnd);
      return ended();
    } catch (ScriptFailed e) {
      return failed(new ShellError("SyntaxError", clean(e), place(e.trace())));
    } catch (ScriptStopped e) {
      return stopped(e.limit());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return stopped(ScriptStopped.Limit.REQUEST);
    }
  }

  private static String clean(ScriptFailed failed) {
    return String.valueOf(failed.getMessage()).replaceFirst("^SyntaxError: ", "");
  }

  private String wrapped(Snippet.Code code) {
    ArrayNode names = Json.object().putArray("names");
    code.names().forEach(names::add);
    return "require('actjs/shell/session').run("
        + number
        + ", "
        + names
        + ", function () {\n"
        + code.code()
        + "\n});";
  }

  /** Has the classes that a text may mean be there. */
  private void know(Snippet.Code code) {
    known.addAll(code.names());
    withoutClasses = null;
    if (known.containsAll(code.uses())) {
      return;
    }
    try {
      ArrayNode names = Json.object().putArray("names");
      for (String name : catalog.names()) {
        if (known.add(name)) {
          names.add(name);
        }
      }
      if (!names.isEmpty()) {
        isolate.call("classes", names.toString(), ASIDE_MS);
      }
    } catch (Failure e) {
      // It counts if a name is missing then.
      withoutClasses = e;
    }
  }

  private long leftMs() {
    return Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
  }

  private void settle(boolean toEnd) throws InterruptedException {
    take();
    while (!isSettled(toEnd)) {
      if (isInterrupted) {
        outcome = stopped(ScriptStopped.Limit.REQUEST);
        return;
      }
      if (System.nanoTime() >= deadline) {
        outcome = stopped(ScriptStopped.Limit.TIME);
        return;
      }
      long untilTimer = isolate.untilTimer();
      if (untilTimer < 0 && calls.isQuiet()) {
        outcome = failed(new ShellError(null, "it awaits a promise that nothing settles", null));
        return;
      }
      answer(untilTimer < 0 ? leftMs() : Math.min(untilTimer, leftMs()));
      if (untilTimer >= 0 && isolate.untilTimer() == 0) {
        isolate.runTimer(leftMs());
      }
      take();
    }
  }

  private boolean isSettled(boolean toEnd) {
    boolean isOver = outcome instanceof Outcome.Exit || (outcome != null && !toEnd);
    return isOver || (outcome != null && calls.isQuiet() && isolate.untilTimer() < 0);
  }

  private void answer(long waitMs) throws InterruptedException {
    switch (calls.poll(waitMs)) {
      case Calls.Answer.Result(long id, var json) -> isolate.answer(id, json, leftMs());
      case Calls.Answer.Refusal(long id, var code, var detail, var members) ->
          isolate.refuse(id, code, detail, members, leftMs());
      case Calls.Answer.Wake() -> {}
      case null -> {}
    }
  }

  private void take() {
    for (Request request : isolate.take()) {
      switch (request.name()) {
        case "console" -> write(Json.parse(request.json()));
        case "done" -> done(Json.parse(request.json()));
        case "failed" -> {
          JsonNode failure = Json.parse(request.json());
          if (failure.path("number").asInt() == number) {
            end(new Outcome.Failed(error(failure)));
          }
        }
        case "unhandled" -> unhandled.add(error(Json.parse(request.json())));
        case "exit" -> outcome = new Outcome.Exit(Json.parse(request.json()).path("code").asInt());
        case "members" -> members = Json.parse(request.json());
        default -> calls.start(request);
      }
    }
  }

  private void write(JsonNode line) {
    output.log(line.path("level").asText().equals("error"), line.path("text").asText());
  }

  private void done(JsonNode end) {
    if (end.path("number").asInt() != number) {
      return; // An input that was given up.
    }
    JsonNode text = end.has("json") ? end.path("json") : end.path("text");
    end(text.isMissingNode() ? new Outcome.Nothing() : new Outcome.Value(text.asText()));
  }

  /** What comes first counts. */
  private void end(Outcome with) {
    if (outcome == null) {
      outcome = with;
    }
  }

  private ShellError error(JsonNode failure) {
    String name = failure.path("name").asText();
    String message = failure.path("message").asText();
    Matcher undefined = UNDEFINED.matcher(message);
    if (name.equals(REFERENCE_ERROR) && undefined.matches()) {
      if (withoutClasses != null) {
        return new ShellError(withoutClasses.code(), withoutClasses.detail(), null);
      }
      message += suggestion(undefined.group(1));
    }
    return new ShellError(
        name.isEmpty() ? null : name, message, place(failure.path("stack").asText()));
  }

  private String suggestion(String name) {
    return Nearest.to(name, known.stream().sorted())
        .filter(it -> !it.equals(name))
        .map(it -> "; did you mean \"" + it + "\"?")
        .orElse("");
  }

  private @Nullable String place(String stack) {
    return places.innermost(stack, number);
  }

  private Outcome ended() {
    if (!(outcome instanceof Outcome.Exit)) {
      isolate.call("unhandled", "null", ASIDE_MS);
      take();
    }
    Outcome last = outcome == null ? new Outcome.Nothing() : outcome;
    if (unhandled.isEmpty() || last instanceof Outcome.Exit) {
      return last;
    }
    List<ShellError> errors = new ArrayList<>();
    if (last instanceof Outcome.Failed(var first)) {
      errors.addAll(first);
    }
    if (last instanceof Outcome.Value(String text)) {
      output.out(text);
    }
    errors.addAll(unhandled);
    return new Outcome.Failed(List.copyOf(errors));
  }

  private Outcome failed(ShellError error) {
    giveUp();
    return new Outcome.Failed(error);
  }

  private Outcome stopped(ScriptStopped.Limit limit) {
    giveUp();
    return switch (limit) {
      case REQUEST -> new Outcome.Interrupted();
      case MEMORY ->
          new Outcome.Failed(new ShellError(null, "it used more memory than it may", null));
      case TIME -> {
        long seconds = settings.patience().toSeconds();
        String why = "it took longer than " + seconds + " s (--timeout says how long it may take)";
        yield new Outcome.Failed(new ShellError(null, why, null));
      }
    };
  }

  private void giveUp() {
    calls.cancel();
    isolate.abandon();
    try {
      take();
    } catch (Failure e) {
      throw new IllegalStateException("what it told last cannot be read", e);
    }
  }

  /** From here on an interrupt is meant for the next input, also before that runs. */
  void awaitInput() {
    isInterrupted = false;
    isolate.forgetStop();
  }

  /** Stops the input that runs, or comes next; for any thread. */
  void interrupt() {
    isInterrupted = true;
    isolate.stop();
    calls.wake();
  }

  /**
   * What can follow a variable: an {@code actor} with its {@code class}, or {@code names}.
   *
   * @param path of the variable; empty for the names of globals
   */
  JsonNode members(List<String> path) {
    ObjectNode request = Json.object();
    ArrayNode names = request.putArray("path");
    path.forEach(names::add);
    members = MissingNode.getInstance();
    try {
      isolate.call("members", request.toString(), ASIDE_MS);
      take();
    } catch (ScriptStopped e) {
      return MissingNode.getInstance();
    }
    return members;
  }

  @Override
  public void close() {
    calls.cancel();
    isolate.close();
  }
}
