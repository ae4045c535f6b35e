package io.actjs.engine.script;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.V8Value;
import com.caoccao.javet.values.reference.V8ValueFunction;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.source.ClasspathText;
import io.actjs.engine.source.TypeScriptFiles;
import io.actjs.engine.v8.V8;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the inputs of an interactive session with the compiler that classes are compiled with:
 * whether one is complete, what it is in JavaScript, what its parts are, what can stand at its end.
 * Types are not checked. Thread-safe.
 *
 * <p>All of them share one compiler, about 100 MB: it is loaded on a thread of its own from the
 * moment of opening, and freed a little after the last has been closed.
 */
public final class SnippetCompiler implements AutoCloseable {
  private static final String LIBRARY = TypeScriptFiles.HOME + "typescript.js";
  private static final String DRIVER = "/io/actjs/engine/snippet-driver.js";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longer inputs are no snippets. */
  public static final int MOST_CHARACTERS = 1 << 20;

  private static final long IDLE_MS = 3_000;

  private static final ScheduledThreadPoolExecutor THREAD = thread();

  /** What is loaded or being loaded, if there are users; guarded by the class, as is all of it. */
  private static @Nullable Future<Loaded> shared;

  private static @Nullable Future<?> freeing;
  private static int users;

  private final Future<Loaded> loaded;
  private boolean isClosed;

  private SnippetCompiler(Future<Loaded> loaded) {
    this.loaded = loaded;
  }

  private static ScheduledThreadPoolExecutor thread() {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("actjs-snippets").unstarted(task));
    thread.setRemoveOnCancelPolicy(true);
    thread.setKeepAliveTime(IDLE_MS, TimeUnit.MILLISECONDS);
    thread.allowCoreThreadTimeOut(true);
    return thread;
  }

  /** Opens one; nothing waits for the compiler before it is used. */
  public static SnippetCompiler open() {
    synchronized (SnippetCompiler.class) {
      if (freeing != null) {
        freeing.cancel(false);
        freeing = null;
      }
      if (shared == null) {
        shared = THREAD.submit(Loaded::new);
      }
      users++;
      return new SnippetCompiler(shared);
    }
  }

  /** Whether an answer comes at once. */
  public boolean isLoaded() {
    return loaded.isDone();
  }

  /** What a text is as an input, or as a script. */
  public Snippet compile(String text) {
    if (text.length() > MOST_CHARACTERS) {
      return new Snippet.Wrong("this is longer than " + MOST_CHARACTERS + " characters", 1, 1);
    }
    JsonNode answer = ask("compile", text);
    if (!answer.has("code")) {
      String message = answer.path("message").asText();
      int line = answer.path("line").asInt();
      int column = answer.path("column").asInt();
      return answer.path("incomplete").asBoolean()
          ? new Snippet.Incomplete(message, line, column)
          : new Snippet.Wrong(message, line, column);
    }
    return new Snippet.Code(
        answer.path("code").asText(),
        answer.path("mappings").asText(),
        answer.path("columnsBefore").asInt(),
        texts(answer.path("names")),
        texts(answer.path("uses")));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return List.copyOf(texts);
  }

  /** The parts of a text that have a colour, in order. */
  public List<Snippet.Colour> colours(String text) {
    List<Snippet.Colour> colours = new ArrayList<>();
    for (JsonNode each : ask("colours", text).path("found")) {
      Snippet.Kind kind = Snippet.Kind.valueOf(each.path("kind").asText().toUpperCase(Locale.ROOT));
      colours.add(
          new Snippet.Colour(each.path("start").asInt(), each.path("length").asInt(), kind));
    }
    return colours;
  }

  /**
   * What can stand at the end of a text: {@code kind}, {@code prefix} (what of it is there) and
   * {@code start} (where that begins); {@code quote} inside of a string. The kinds: {@code name} of
   * something global; {@code class}; {@code id} of an actor of {@code class}; {@code method} or
   * {@code handler} of a {@code target}; {@code argument}, {@code member} or {@code value} in what
   * a {@code handler} of a {@code target} is given, at {@code path}, beside the members {@code
   * present}; {@code nothing}. A target is a {@code class} or the path of a {@code variable}.
   */
  public JsonNode place(String text) {
    return ask("place", text);
  }

  private JsonNode ask(String function, String text) {
    try {
      return THREAD.submit(() -> loaded.get().call(function, text)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the compiler fails", e.getCause());
    }
  }

  /** What is loaded; on the thread alone. */
  private static final class Loaded {
    private final V8Runtime runtime = V8.newRuntime();
    private final V8ValueObject driver;

    Loaded() throws JavetException {
      runtime.getExecutor(ClasspathText.read(LIBRARY)).setResourceName(LIBRARY).executeVoid();
      try (V8ValueFunction open =
              runtime.getExecutor(ClasspathText.read(DRIVER)).setResourceName(DRIVER).execute();
          V8Value api = runtime.getGlobalObject().get("ts")) {
        driver = open.call(null, api);
      }
    }

    JsonNode call(String function, String text) throws JavetException, JsonProcessingException {
      String request = JSON.writeValueAsString(Map.of("text", text));
      return JSON.readTree(driver.invokeString(function, request));
    }

    void close() throws JavetException {
      driver.close();
      runtime.close();
    }
  }

  /** Frees the compiler, if it was the last user, without waiting for that. */
  @Override
  public void close() {
    synchronized (SnippetCompiler.class) {
      if (!isClosed) {
        isClosed = true;
        if (--users == 0) {
          freeing = THREAD.schedule(SnippetCompiler::free, IDLE_MS, TimeUnit.MILLISECONDS);
        }
      }
    }
  }

  private static @Nullable Void free() throws Exception {
    Future<Loaded> last;
    synchronized (SnippetCompiler.class) {
      if (users > 0 || shared == null) {
        return null;
      }
      last = shared;
      shared = null;
      freeing = null;
    }
    last.get().close();
    return null;
  }
}
