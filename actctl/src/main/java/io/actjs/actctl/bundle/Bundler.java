package io.actjs.actctl.bundle;

import io.actjs.actctl.screen.Json;
import io.actjs.engine.source.BundledSource.Input;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes bundles of class files. What it gives depends on the files alone. */
final class Bundler {
  /** Another class of the folder, whose types alone can be imported where nothing is bundled. */
  private static final Pattern SIBLING =
      Pattern.compile("\\./([A-Za-z_][A-Za-z0-9_]*)(?:\\.[jt]s)?");

  /** A package that wants to set a global variable sets one of the bundle. */
  private static final List<String> OPTIONS =
      Stream.concat(
              Esbuild.FOR_V8.stream(),
              Stream.of(
                  "--define:process.env.NODE_ENV=\"production\"",
                  "--define:globalThis=$globalThis",
                  "--define:global=$globalThis",
                  "--define:self=$globalThis",
                  "--banner:js=\"use strict\";const module = { exports: {} }, $globalThis = Object.create(globalThis);",
                  "--footer:js=return module.exports;",
                  "--minify-whitespace",
                  "--minify-syntax"))
          .toList();

  private Bundler() {}

  /**
   * The bundle of a class file.
   *
   * @throws ActjsException {@code ForbiddenImport} for what is not there, or needs Node; {@code
   *     SyntaxInvalid}; {@code LimitExceeded}
   */
  static Bundle of(Path file) throws IOException, InterruptedException {
    Reach reach = reach(file);
    if (reach == Reach.KIT) {
      return Bundle.alone(file);
    }
    Path folder = file.getParent();
    Esbuild.Output output;
    try {
      output = Esbuild.build(folder, file, OPTIONS);
    } catch (EsbuildRefusal refusal) {
      boolean entryOnly = refusal.reasons().stream().allMatch(it -> file.equals(it.file()));
      boolean syntax = refusal.reasons().stream().allMatch(it -> it.unresolved() == null);
      if (reach == Reach.SIBLINGS && entryOnly && syntax) {
        // The compiler says it better.
        return Bundle.alone(file);
      }
      throw Refusals.of(file, refusal, OPTIONS);
    }
    return bundled(file, reach, output, ImportGraph.of(folder, file, output.metafile()));
  }

  /**
   * The bundles of several class files of a folder, by one run of esbuild.
   *
   * @return none when one of them cannot be bundled; alone, it is said why
   */
  static List<Bundle> ofAll(Path folder, List<Path> files)
      throws IOException, InterruptedException {
    Map<Path, Reach> far = new LinkedHashMap<>();
    for (Path file : files) {
      Reach reach = reach(file);
      if (reach != Reach.KIT) {
        far.put(file, reach);
      }
    }
    if (far.size() < 2) {
      return List.of();
    }
    List<Path> entries = List.copyOf(far.keySet());
    Map<Path, Esbuild.Output> outputs;
    try {
      outputs = Esbuild.buildAll(folder, entries, OPTIONS);
    } catch (EsbuildRefusal | ActjsException e) {
      return List.of();
    }
    String metafile = outputs.get(entries.getFirst()).metafile();
    ImportGraph all = ImportGraph.of(folder, entries.getFirst(), metafile);
    List<Bundle> bundles = new ArrayList<>();
    for (Path file : entries) {
      bundles.add(bundled(file, far.get(file), outputs.get(file), all.from(file)));
    }
    return bundles;
  }

  private static Bundle bundled(Path file, Reach reach, Esbuild.Output output, ImportGraph graph)
      throws IOException {
    if (reach == Reach.SIBLINGS && graph.imports().size() == 1) {
      return Bundle.alone(file);
    }
    Path folder = file.getParent();
    Map<String, String> sources = new TreeMap<>();
    List<Input> inputs = new ArrayList<>();
    for (Path local : graph.local()) {
      String text = Files.readString(local);
      sources.put(relative(folder, local), text);
      inputs.add(new Input(relative(folder, local), 1, Files.size(local), Sha256.of(text)));
    }
    Set<Path> watched = new TreeSet<>(graph.local());
    for (Map.Entry<Path, List<Path>> each : graph.packages().entrySet()) {
      inputs.add(input(each.getKey(), each.getValue()));
      watched.add(each.getKey().resolve("package.json"));
    }
    String map =
        SourceMapCut.of(
            output.map(),
            source -> {
              Path path = output.folder().resolve(source).normalize();
              return ImportGraph.isOfPackage(path) ? null : relative(folder, path);
            });
    return new Bundle(file, false, output.code().stripTrailing(), map, inputs, sources, watched);
  }

  private static Input input(Path folder, List<Path> files) throws IOException {
    StringBuilder lines = new StringBuilder();
    long bytes = 0;
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      bytes += content.length;
      lines
          .append(relative(folder, file))
          .append(' ')
          .append(HexFormat.of().formatHex(Sha256.digest().digest(content)))
          .append('\n');
    }
    return new Input(named(folder), files.size(), bytes, Sha256.of(lines.toString()));
  }

  /** {@code name@version}. */
  private static String named(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    Path parent = folder.getParent();
    if (parent != null && parent.getFileName().toString().startsWith("@")) {
      name = parent.getFileName() + "/" + name;
    }
    Path description = folder.resolve("package.json");
    String version =
        Files.exists(description)
            ? Json.parse(Files.readString(description)).path("version").asText()
            : "";
    return version.isEmpty() ? name : name + "@" + version;
  }

  static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** How far the imports of a class go, types included. */
  private enum Reach {
    /** The kit alone. */
    KIT,
    /** Files beside it that have the names of classes, and the kit. */
    SIBLINGS,
    ANYWHERE
  }

  private static Reach reach(Path file) throws IOException {
    Set<Path> seen = new HashSet<>(Set.of(file));
    Deque<Path> open = new ArrayDeque<>(seen);
    Reach reach = Reach.KIT;
    while (!open.isEmpty()) {
      Path at = open.remove();
      for (String specifier : SourceText.of(Files.readString(at)).specifiers()) {
        if (LocalModules.KIT.contains(specifier)) {
          continue;
        }
        if (!isSibling(specifier)) {
          return Reach.ANYWHERE;
        }
        reach = Reach.SIBLINGS;
        Path sibling = LocalModules.resolve(at, specifier);
        if (sibling != null && seen.add(sibling)) {
          open.add(sibling);
        }
      }
    }
    return reach;
  }

  private static boolean isSibling(String specifier) {
    var matcher = SIBLING.matcher(specifier);
    return matcher.matches() && ActorRef.isName(matcher.group(1));
  }
}
