package io.actjs.actctl.bundle;

import io.actjs.actctl.bundle.EsbuildRefusal.Reason;
import io.actjs.engine.source.Diagnosed;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what to do when files cannot be bundled. */
final class Refusals {
  /** What Node brings; of some there are packages of the same name, which are found first. */
  private static final Set<String> OF_NODE =
      Set.of(
          "assert",
          "async_hooks",
          "buffer",
          "child_process",
          "cluster",
          "console",
          "constants",
          "crypto",
          "dgram",
          "diagnostics_channel",
          "dns",
          "domain",
          "events",
          "fs",
          "http",
          "http2",
          "https",
          "inspector",
          "module",
          "net",
          "os",
          "path",
          "perf_hooks",
          "process",
          "punycode",
          "querystring",
          "readline",
          "repl",
          "stream",
          "string_decoder",
          "sys",
          "timers",
          "tls",
          "trace_events",
          "tty",
          "url",
          "util",
          "v8",
          "vm",
          "wasi",
          "worker_threads",
          "zlib");

  private Refusals() {}

  /**
   * @param options with which the files were refused
   */
  static ActjsException of(Path entry, EsbuildRefusal refusal, List<String> options)
      throws IOException, InterruptedException {
    Set<String> unresolved = new LinkedHashSet<>();
    for (Reason reason : refusal.reasons()) {
      if (reason.unresolved() != null) {
        unresolved.add(reason.unresolved());
      }
    }
    ImportGraph graph = unresolved.isEmpty() ? null : withoutThem(entry, unresolved, options);
    Path folder = entry.getParent();
    List<String> lines = new ArrayList<>();
    boolean syntax = false;
    for (Reason reason : refusal.reasons()) {
      String name = reason.unresolved();
      syntax |= name == null;
      lines.add(
          at(folder, reason)
              + (name == null ? reason.text() : missing(name, reason, folder, graph)));
    }
    ProblemCode code = syntax ? ProblemCode.SyntaxInvalid : ProblemCode.ForbiddenImport;
    return Diagnosed.of(code, lines);
  }

  /** What imports what, with those left out that are not there; null when that is not known. */
  private static @Nullable ImportGraph withoutThem(
      Path entry, Set<String> unresolved, List<String> options)
      throws IOException, InterruptedException {
    List<String> more = new ArrayList<>(options);
    unresolved.forEach(name -> more.add("--external:" + name));
    try {
      Path folder = entry.getParent();
      return ImportGraph.of(folder, entry, Esbuild.build(folder, entry, more).metafile());
    } catch (EsbuildRefusal other) {
      return null;
    }
  }

  private static String at(Path folder, Reason reason) {
    return reason.file() == null
        ? ""
        : "%s:%d:%d: "
            .formatted(Bundler.relative(folder, reason.file()), reason.line(), reason.column());
  }

  private static String missing(
      String name, Reason reason, Path folder, @Nullable ImportGraph graph) {
    if (name.startsWith("node:") || OF_NODE.contains(name.replaceFirst("/.*", ""))) {
      return "'%s' is a module of Node, which actors do not have%s: use a package that runs in browsers too, or do this outside and tell the actor"
          .formatted(name, chain(name, folder, graph));
    }
    if (name.startsWith(".") || name.startsWith("/")) {
      return "there is no file '%s'%s".formatted(name, chain(name, folder, graph));
    }
    boolean own = reason.file() == null || !ImportGraph.isOfPackage(reason.file());
    return own
        ? "the package '%s' is not installed: npm install %s".formatted(name, packageOf(name))
        : "the package '%s' is not installed%s: npm install"
            .formatted(name, chain(name, folder, graph));
  }

  /** The package that is not installed; null for another reason. */
  static @Nullable String packageOf(Reason reason) {
    String name = reason.unresolved();
    return name == null || name.startsWith(".") || name.startsWith("/") ? null : packageOf(name);
  }

  private static String packageOf(String specifier) {
    String[] parts = specifier.split("/", -1);
    return parts[0].startsWith("@") && parts.length > 1 ? parts[0] + "/" + parts[1] : parts[0];
  }

  /** By which imports it is reached, in parentheses; empty when one leads there. */
  private static String chain(String name, Path folder, @Nullable ImportGraph graph) {
    List<Path> way = graph == null ? null : graph.chainTo(name);
    if (way == null || way.size() < 2) {
      return "";
    }
    return way.stream()
        .map(file -> Bundler.relative(folder, file))
        .collect(Collectors.joining(" imports ", " (", " imports " + name + ")"));
  }
}
