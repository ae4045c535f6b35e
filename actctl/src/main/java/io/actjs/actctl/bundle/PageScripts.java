package io.actjs.actctl.bundle;

import io.actjs.actctl.bundle.EsbuildRefusal.Reason;
import io.actjs.wire.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes modules for browsers of what browsers do not read: TypeScript and JSX, with all that it
 * imports, also components of Svelte. One at a time, each again when a file that it is made of has
 * changed. Thread-safe.
 */
public final class PageScripts implements AutoCloseable {
  private static final int MOST_KEPT = 64;

  private static final List<String> OPTIONS =
      List.of(
          "--format=esm",
          "--platform=browser",
          "--target=es2022",
          "--jsx=automatic",
          "--conditions=module,development",
          "--define:process.env.NODE_ENV=\"development\"",
          "--external:/client/*",
          "--loader:.svelte=js",
          "--loader:.svg=dataurl",
          "--loader:.png=dataurl",
          "--charset=utf8",
          "--sourcemap=inline");

  /** What is made of a file. */
  public sealed interface Script {
    /** A module of JavaScript. */
    record Module(String code) implements Script {}

    /**
     * It cannot be made.
     *
     * @param reasons {@code file:line:column: message}, one for each reason
     * @param lacksPackages whether a package is not installed, which may have changed when one asks
     *     again
     */
    record Broken(List<String> reasons, boolean lacksPackages) implements Script {}
  }

  private record Made(Script script, Map<Path, @Nullable FileStamp> stamps) {}

  /** The one that was asked for least lately is first. Guarded by this. */
  private final Map<Path, Made> kept = new LinkedHashMap<>(16, 0.75f, true);

  private final SvelteCompiler svelte = new SvelteCompiler();

  /** Whether a file is one that this is for. */
  public static boolean isScript(String name) {
    return name.matches(".*\\.(ts|tsx|jsx)") && !name.endsWith(".d.ts");
  }

  /**
   * The module of a file.
   *
   * @param root the folder of classes that the file is in
   * @throws io.actjs.model.ActjsException {@code LimitExceeded} when it takes too long or is too
   *     large
   */
  public synchronized Script of(Path root, Path file) throws IOException, InterruptedException {
    Made before = kept.get(file);
    if (before != null
        && !(before.script() instanceof Script.Broken(var reasons, boolean lacks) && lacks)
        && before.stamps().equals(stamps(before.stamps().keySet()))) {
      return before.script();
    }
    Made made = make(root, file, before == null ? Set.of() : before.stamps().keySet());
    kept.put(file, made);
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
    return made.script();
  }

  /** The author's files that the modules are made of. */
  public synchronized Set<Path> inputs() {
    return kept.values().stream()
        .flatMap(it -> it.stamps().keySet().stream())
        .collect(Collectors.toSet());
  }

  /**
   * @param before files that it was made of, of which one may be what breaks it now
   */
  private Made make(Path root, Path file, Set<Path> before)
      throws IOException, InterruptedException {
    // Of before the files are read: a change meanwhile is seen by the next request.
    Instant begun = Instant.now();
    Map<Path, @Nullable FileStamp> stamps = stamps(before);
    Set<Path> inputs = new HashSet<>(Set.of(file));
    Script script;
    List<String> options = new ArrayList<>(OPTIONS);
    options.addAll(PageModules.options(root));
    try (SvelteCopy copy = file.startsWith(root) ? SvelteCopy.of(root, svelte) : null) {
      script = bundled(file, copy, options, inputs);
      if (script instanceof Script.Broken) {
        inputs.addAll(before);
      }
    }
    stamps.keySet().retainAll(inputs);
    FileStamp.addFound(stamps, stamps(inputs), begun);
    return new Made(script, stamps);
  }

  /**
   * @param copy null when the file is bundled where it is
   * @param inputs to which the author's files are added that it is made of
   */
  private static Script bundled(
      Path file, @Nullable SvelteCopy copy, List<String> options, Set<Path> inputs)
      throws IOException, InterruptedException {
    UnaryOperator<Path> original = copy == null ? it -> it : copy::original;
    Path entry = copy == null ? file : copy.copied(file);
    Path folder = Objects.requireNonNull(entry.getParent());
    List<Reason> reasons = new ArrayList<>();
    try {
      Esbuild.Output output = Esbuild.build(folder, entry, options);
      for (Path each : ImportGraph.of(folder, entry, output.metafile()).local()) {
        inputs.add(original.apply(each));
      }
      if (copy != null) {
        copy.broken().forEach((each, reason) -> addIf(inputs.contains(each), reason, reasons));
      }
      if (reasons.isEmpty()) {
        return new Script.Module(output.code() + styling(output.css()));
      }
    } catch (EsbuildRefusal refusal) {
      for (Reason each : refusal.reasons()) {
        Path where = each.file() == null ? null : original.apply(each.file());
        reasons.add(new Reason(each.text(), where, each.line(), each.column()));
        addIf(where != null, where, inputs);
      }
    }
    return broken(Objects.requireNonNull(file.getParent()), reasons);
  }

  private static <T> void addIf(boolean condition, @Nullable T each, Collection<T> to) {
    if (condition && each != null) {
      to.add(each);
    }
  }

  private static Script broken(Path folder, List<Reason> reasons) {
    boolean lacks = reasons.stream().anyMatch(it -> Refusals.packageOf(it) != null);
    return new Script.Broken(
        reasons.stream().map(it -> told(folder, it)).distinct().toList(), lacks);
  }

  private static String told(Path folder, Reason reason) {
    Path file = reason.file();
    String lacking = Refusals.packageOf(reason);
    String text =
        lacking == null ? reason.text() : "the package '" + lacking + "' is not installed";
    return file == null
        ? text
        : "%s:%d:%d: %s"
            .formatted(Bundler.relative(folder, file), reason.line(), reason.column(), text);
  }

  /** A page that loads the module has its styles. */
  private static String styling(String css) {
    return css.isEmpty()
        ? ""
        : "\ndocument.head.append(Object.assign(document.createElement('style'), { textContent: "
            + JsonText.quote(css)
            + " }));\n";
  }

  private static Map<Path, @Nullable FileStamp> stamps(Set<Path> files) {
    Map<Path, @Nullable FileStamp> stamps = new TreeMap<>();
    files.forEach(file -> stamps.put(file, FileStamp.of(file)));
    return stamps;
  }

  @Override
  public void close() {
    svelte.close();
  }
}
