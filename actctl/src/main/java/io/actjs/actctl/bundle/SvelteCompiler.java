package io.actjs.actctl.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.script.ScriptFailed;
import io.actjs.engine.script.ScriptIsolate;
import io.actjs.engine.script.ScriptStopped;
import io.actjs.engine.source.ClasspathText;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Makes modules of the components of Svelte, by the compiler that the author has installed. It is
 * plain JavaScript, and runs in an isolate, so Node is not needed. What it made of a text is kept.
 * Thread-safe.
 */
final class SvelteCompiler implements AutoCloseable {
  private static final String DRIVER = "/io/actjs/actctl/bundle/svelte-driver.js";

  /** It asks for one to make addresses of source maps, which it then does not. */
  private static final String HEAD = "globalThis.window ??= { btoa: (text) => text };\n";

  private static final String SEED = "0".repeat(64);
  private static final long LOAD_MS = 30_000;
  private static final long COMPILE_MS = 15_000;
  private static final long MOST_COMPILER = 32L << 20;
  private static final int MOST_KEPT = 512;

  /** What comes of a component. */
  sealed interface Result {
    /** JavaScript with its source map in it. */
    record Module(String code) implements Result {}

    /**
     * The compiler refused it.
     *
     * @param line counted from 1, as {@code column} is
     */
    record Refusal(String text, int line, int column) implements Result {}
  }

  private record Key(@Nullable FileStamp compiler, String name, String source) {}

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().daemon().name("actctl-svelte").unstarted(task));

  /** The one that was asked for least lately is first. On the thread alone, as are the others. */
  private final Map<Key, Result> kept = new LinkedHashMap<>(16, 0.75f, true);

  private @Nullable ScriptIsolate isolate;
  private @Nullable FileStamp loaded;

  /** The compiler that a file is compiled with; null when none is installed. */
  static @Nullable Path installed(Path folder) {
    for (Path at = folder; at != null; at = at.getParent()) {
      Path compiler = at.resolve("node_modules/svelte/compiler/index.js");
      if (Files.isRegularFile(compiler)) {
        return compiler;
      }
    }
    return null;
  }

  /** Whether the compiler is for files of this name. */
  static boolean isComponent(String name) {
    return name.endsWith(".svelte") || name.endsWith(".svelte.js");
  }

  /**
   * What comes of a component.
   *
   * @param name its path, for messages and the names of its styles
   * @throws ActjsException {@code LimitExceeded} when it takes too long or too much memory
   */
  Result compile(Path compiler, String name, String source)
      throws IOException, InterruptedException {
    try {
      return thread.submit(() -> known(compiler, name, source)).get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ActjsException problem -> throw problem;
        case IOException problem -> throw problem;
        case null, default -> throw new IllegalStateException("compiling " + name + " failed", e);
      }
    }
  }

  private Result known(Path compiler, String name, String source) throws IOException {
    FileStamp stamp = FileStamp.of(compiler);
    Key key = new Key(stamp, name, source);
    Result known = kept.get(key);
    if (known == null) {
      known = made(compiler, stamp, name, source);
      kept.put(key, known);
      if (kept.size() > MOST_KEPT) {
        kept.remove(kept.keySet().iterator().next());
      }
    }
    return known;
  }

  private Result made(Path compiler, @Nullable FileStamp stamp, String name, String source)
      throws IOException {
    try {
      ScriptIsolate running = running(compiler, stamp);
      running.call(
          "compile", Json.object().put("name", name).put("source", source).toString(), COMPILE_MS);
      List<ScriptIsolate.Request> told = running.take();
      JsonNode answer = Json.parse(told.getLast().json());
      return told.getLast().name().equals("compiled")
          ? new Result.Module(answer.path("code").asText() + mapped(answer.path("map").asText()))
          : new Result.Refusal(
              answer.path("text").asText(),
              answer.path("line").asInt(),
              answer.path("column").asInt());
    } catch (ScriptStopped e) {
      unload();
      throw new ActjsException(
          ProblemCode.LimitExceeded,
          "the compiler of Svelte takes too long or too much memory for " + name,
          e);
    }
  }

  private static String mapped(String map) {
    byte[] bytes = map.getBytes(StandardCharsets.UTF_8);
    return "\n//# sourceMappingURL=data:application/json;base64,"
        + Base64.getEncoder().encodeToString(bytes)
        + "\n";
  }

  private ScriptIsolate running(Path compiler, @Nullable FileStamp stamp) throws IOException {
    ScriptIsolate running = isolate;
    if (running != null && stamp != null && stamp.equals(loaded)) {
      return running;
    }
    unload();
    if (Files.size(compiler) > MOST_COMPILER) {
      throw new ActjsException(ProblemCode.LimitExceeded, compiler + " is too large");
    }
    running = ScriptIsolate.open(SEED);
    isolate = running;
    try {
      String code = HEAD + Files.readString(compiler) + ClasspathText.read(DRIVER);
      running.run("svelte/compiler", code, LOAD_MS);
    } catch (ScriptFailed e) {
      unload();
      throw new ActjsException(
          ProblemCode.ForbiddenImport,
          "the compiler in %s does not load: %s".formatted(compiler, e.getMessage()),
          e);
    }
    loaded = stamp;
    return running;
  }

  private void unload() {
    if (isolate != null) {
      isolate.close();
      isolate = null;
    }
  }

  @Override
  public void close() {
    thread.execute(this::unload);
    thread.close();
  }
}
