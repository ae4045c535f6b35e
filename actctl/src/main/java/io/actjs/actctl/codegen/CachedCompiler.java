package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.bundle.DiskCache;
import io.actjs.actctl.command.BuildVersion;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.CompiledClass;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.source.Siblings;
import io.actjs.engine.source.SourceFiles;
import io.actjs.engine.v8.Unpacked;
import io.actjs.model.ClassRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiler that is asked nothing twice, not even by another process: loading it takes longer than
 * what it does for most folders. An answer is of this build, and of all that went into it, files
 * that were looked for in vain among it. Errors are not kept.
 */
final class CachedCompiler implements TypeScriptCompiler {
  private static final long MOST_BYTES = 64 << 20;

  private final TypeScriptCompiler compiler;
  private final DiskCache answers;
  private final String build = BuildVersion.text() + " " + TypeScriptCompiler.build();

  /** By question: the compiler keeps what it knows of files, and does not ask all of it again. */
  private final Map<String, WitnessedFiles> asked = new HashMap<>();

  /**
   * @param compiler is closed with this
   */
  CachedCompiler(TypeScriptCompiler compiler, DiskCache answers) {
    this.compiler = compiler;
    this.answers = answers;
  }

  /** With the answers of the user. */
  static CachedCompiler open() {
    DiskCache answers = new DiskCache(Unpacked.folder().resolve("compiler"), MOST_BYTES);
    return new CachedCompiler(TypeScriptCompiler.open(), answers);
  }

  @Override
  public CompiledClass compile(ClassRef ref, String source, Types types, Siblings siblings) {
    ArrayNode question = question("compile", ref.toString(), types.name(), source);
    siblings.sources().forEach((name, text) -> question.add(name).add(text));
    question.add("missing");
    siblings.missing().forEach((name, reason) -> question.add(name).add(reason));
    JsonNode known = answers.find(question.toString());
    if (known != null) {
      return new CompiledClass(
          ref,
          known.path("script").asText(),
          known.path("sourceMap").asText(),
          known.path("schemas").asText());
    }
    CompiledClass compiled = compiler.compile(ref, source, types, siblings);
    ObjectNode answer = Json.object().put("script", compiled.javaScript());
    answer.put("sourceMap", compiled.sourceMap()).put("schemas", compiled.schemas());
    keep(question, answer);
    return compiled;
  }

  @Override
  public synchronized Inspection inspect(ClassRef ref, Path entry, Types types, SourceFiles files) {
    ArrayNode question = question("inspect", ref.toString(), types.name(), entry.toString());
    JsonNode known = answers.find(question.toString());
    if (known != null && WitnessedFiles.confirm(known.path("witnessed"), files)) {
      List<Path> read = new ArrayList<>();
      known.path("files").forEach(it -> read.add(Path.of(it.asText())));
      return new Inspection(known.path("schemas").asText(), List.copyOf(read));
    }
    WitnessedFiles witnessed = new WitnessedFiles(files);
    WitnessedFiles earlier = asked.put(question.toString(), witnessed);
    if (earlier != null) {
      witnessed.askAgain(earlier);
    }
    Inspection inspection = compiler.inspect(ref, entry, types, witnessed);
    ObjectNode testimony = witnessed.testimony();
    if (testimony != null) {
      ObjectNode answer = Json.object().put("schemas", inspection.schemas());
      inspection.files().forEach(it -> answer.withArray("files").add(it.toString()));
      keep(question, answer.set("witnessed", testimony));
    }
    return inspection;
  }

  @Override
  public void check(ClassRef ref, String source, Siblings siblings) {
    compiler.check(ref, source, siblings);
  }

  @Override
  public String reducerOf(ClassRef ref, String source) {
    ArrayNode question = question("reducerOf", ref.toString(), source);
    JsonNode known = answers.find(question.toString());
    if (known != null) {
      return known.path("source").asText();
    }
    String reducer = compiler.reducerOf(ref, source);
    keep(question, Json.object().put("source", reducer));
    return reducer;
  }

  private ArrayNode question(String... parts) {
    ArrayNode question = Json.object().arrayNode().add(build);
    for (String part : parts) {
      question.add(part);
    }
    return question;
  }

  private void keep(ArrayNode question, @Nullable JsonNode answer) {
    if (answer != null) {
      answers.put(question.toString(), answer);
    }
  }

  @Override
  public void close() {
    compiler.close();
    answers.close();
  }
}
