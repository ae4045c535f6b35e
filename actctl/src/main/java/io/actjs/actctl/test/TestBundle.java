package io.actjs.actctl.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.bundle.ClassFiles;
import io.actjs.actctl.bundle.Esbuild;
import io.actjs.actctl.bundle.EsbuildRefusal;
import io.actjs.actctl.bundle.ImportGraph;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A test file with the modules that it imports. The class files among these stay outside: they are
 * published to runtimes, and evaluated in the test by themselves.
 *
 * @param file the test file, absolute
 * @param code a CommonJS module
 * @param positions where the code comes from
 * @param classes specifier in the code to class file
 * @param inputs all files that went in, but those of classes
 */
record TestBundle(
    Path file,
    String code,
    BundlePositions positions,
    Map<String, Path> classes,
    Set<Path> inputs) {
  private static final List<String> OPTIONS =
      List.of(
          "--external:actjs/test",
          "--define:process.env.NODE_ENV=\"test\"",
          "--define:global=globalThis",
          "--define:self=globalThis");

  /** More rounds than classes hide behind each other. */
  private static final int MOST_ROUNDS = 5;

  /**
   * @throws EsbuildRefusal when the file cannot be bundled
   */
  static TestBundle of(Path file) throws EsbuildRefusal, IOException, InterruptedException {
    Path folder = file.getParent();
    Set<Path> outside = new TreeSet<>(classesBeside(file));
    for (int round = 1; ; round++) {
      Esbuild.Output output = Esbuild.build(folder, file, options(outside));
      JsonNode meta = Json.parse(output.metafile());
      Set<Path> inputs = ImportGraph.of(folder, file, output.metafile()).imports().keySet();
      Set<Path> inside = classesAmong(inputs, file);
      if (inside.isEmpty() || round == MOST_ROUNDS) {
        return new TestBundle(
            file,
            output.code(),
            new BundlePositions(output.folder(), output.map()),
            specifiers(output.folder(), meta, outside),
            inputs);
      }
      outside.addAll(inside);
    }
  }

  private static List<String> options(Set<Path> outside) {
    List<String> options = new ArrayList<>(Esbuild.FOR_V8);
    options.addAll(OPTIONS);
    outside.forEach(file -> options.add("--external:" + file));
    return options;
  }

  private static Set<Path> classesBeside(Path file) throws IOException {
    Set<Path> classes = new TreeSet<>();
    for (Path candidate : ClassFiles.candidates(file.getParent())) {
      if (ClassFiles.isClass(candidate)) {
        classes.add(candidate.toAbsolutePath().normalize());
      }
    }
    return classes;
  }

  private static Set<Path> classesAmong(Set<Path> inputs, Path file) throws IOException {
    Set<Path> classes = new TreeSet<>();
    for (Path input : inputs) {
      boolean local = !ImportGraph.isOfPackage(input) && !input.equals(file);
      if (local && input.toString().endsWith(".ts") && ClassFiles.isClass(input)) {
        classes.add(input);
      }
    }
    return classes;
  }

  /** What the code requires: paths from where it was written. */
  private static Map<String, Path> specifiers(Path folder, JsonNode meta, Set<Path> outside) {
    Map<String, Path> specifiers = new TreeMap<>();
    for (JsonNode output : meta.path("outputs")) {
      for (JsonNode each : output.path("imports")) {
        Path file = folder.resolve(each.path("path").asText()).normalize();
        if (outside.contains(file)) {
          specifiers.put(each.path("path").asText(), file);
        }
      }
    }
    return specifiers;
  }
}
