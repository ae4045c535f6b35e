package io.actjs.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.engine.source.BundledSource;
import io.actjs.engine.source.Diagnosed;
import io.actjs.engine.source.Siblings;
import io.actjs.engine.source.SourceFiles;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A user of the compiler of this process. All of them share one that is loaded ({@link
 * LoadedCompiler}).
 */
final class EmbeddedCompiler implements TypeScriptCompiler {
  private final Duration idle;

  /** Those who ask share it, so that the one who closes waits for them. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  EmbeddedCompiler(Duration idle) {
    this.idle = idle;
    LoadedCompiler.SHARED.enter();
  }

  @Override
  public CompiledClass compile(ClassRef ref, String source, Types types, Siblings siblings) {
    BundledSource bundle = BundledSource.of(source);
    if (bundle != null) {
      bundle.requireForm();
      var unused = ask(ref, "checkBundle", Map.of("name", ref.name(), "source", bundle.code()));
      return CompiledClass.of(ref, bundle);
    }
    JsonNode answer = ask(ref, "compileClass", request(ref, source, types, siblings));
    return new CompiledClass(
        ref,
        answer.path("script").asText(),
        answer.path("sourceMap").asText(),
        answer.path("schemas").asText());
  }

  @Override
  public Inspection inspect(ClassRef ref, Path entry, Types types, SourceFiles files) {
    JsonNode answer =
        ask(
            ref,
            "inspectProject",
            Map.of("name", ref.name(), "entry", entry.toString(), "types", types.name()),
            files);
    List<Path> read = new ArrayList<>();
    answer.path("files").forEach(file -> read.add(Path.of(file.asText())));
    return new Inspection(answer.path("schemas").asText(), List.copyOf(read));
  }

  @Override
  public void check(ClassRef ref, String source, Siblings siblings) {
    var unused = ask(ref, "checkClass", request(ref, source, Types.CHECKED, siblings));
  }

  @Override
  public String reducerOf(ClassRef ref, String source) {
    Map<String, ?> request = Map.of("name", ref.name(), "source", source);
    return ask(ref, "reducerOf", request).path("source").asText();
  }

  private static Map<String, ?> request(
      ClassRef ref, String source, Types types, Siblings siblings) {
    return Map.of(
        "name", ref.name(),
        "source", source,
        "types", types.name(),
        "siblings", siblings.sources(),
        "missing", siblings.missing());
  }

  private JsonNode ask(ClassRef ref, String function, Map<String, ?> request) {
    return ask(ref, function, request, SourceFiles.NONE);
  }

  private JsonNode ask(ClassRef ref, String function, Map<String, ?> request, SourceFiles files) {
    use.readLock().lock();
    try {
      if (closed) {
        throw new ActjsException(
            ProblemCode.ShuttingDown, "the server is stopping; publish again later");
      }
      JsonNode answer = LoadedCompiler.SHARED.ask(ref, function, request, files, idle);
      if (answer.has("code")) {
        throw rejected(answer);
      }
      return answer;
    } finally {
      use.readLock().unlock();
    }
  }

  private static ActjsException rejected(JsonNode answer) {
    List<String> diagnostics = new ArrayList<>();
    answer.path("diagnostics").forEach(each -> diagnostics.add(each.asText()));
    return Diagnosed.of(ProblemCode.valueOf(answer.path("code").asText()), diagnostics);
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        LoadedCompiler.SHARED.leave();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
