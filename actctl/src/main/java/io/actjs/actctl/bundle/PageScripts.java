package io.actjs.actctl.bundle;

import io.actjs.wire.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes modules for browsers of what browsers do not read: TypeScript and JSX, with all that it
 * imports. One at a time, each again when a file that it is made of has changed. Thread-safe.
 */
public final class PageScripts {
  private static final int MOST_KEPT = 64;

  private static final List<String> OPTIONS =
      List.of(
          "--format=esm",
          "--platform=browser",
          "--target=es2022",
          "--jsx=automatic",
          "--define:process.env.NODE_ENV=\"development\"",
          "--external:/client/*",
          "--loader:.svg=dataurl",
          "--loader:.png=dataurl",
          "--charset=utf8",
          "--sourcemap=inline");

  /** What is made of a file. */
  public sealed interface Script {
    /** A module of JavaScript. */
    record Module(String code) implements Script {}

    /** {@code file:line:column: message}, one for each reason. */
    record Broken(List<String> reasons) implements Script {}
  }

  private record Made(Script script, Map<Path, @Nullable FileStamp> stamps) {}

  /** The one that was asked for least lately is first. Guarded by this. */
  private final Map<Path, Made> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** Whether a file is one that this is for. */
  public static boolean isScript(String name) {
    return name.matches(".*\\.(ts|tsx|jsx)") && !name.endsWith(".d.ts");
  }

  /**
   * The module of a file.
   *
   * @throws io.actjs.model.ActjsException {@code LimitExceeded} when it takes too long or is too
   *     large
   */
  public synchronized Script of(Path file) throws IOException, InterruptedException {
    Made before = kept.get(file);
    if (before != null && before.stamps().equals(stamps(before.stamps().keySet()))) {
      return before.script();
    }
    Made made = make(file, before == null ? Set.of() : before.stamps().keySet());
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
  private static Made make(Path file, Set<Path> before) throws IOException, InterruptedException {
    Path folder = Objects.requireNonNull(file.getParent());
    // Of before the files are read: a change meanwhile is seen by the next request.
    Instant begun = Instant.now();
    Map<Path, @Nullable FileStamp> stamps = stamps(before);
    Set<Path> inputs = new HashSet<>(Set.of(file));
    Script script;
    try {
      Esbuild.Output output = Esbuild.build(folder, file, OPTIONS);
      inputs.addAll(ImportGraph.of(folder, file, output.metafile()).local());
      script = new Script.Module(output.code() + styling(output.css()));
    } catch (EsbuildRefusal refusal) {
      inputs.addAll(before);
      refusal.reasons().stream()
          .map(EsbuildRefusal.Reason::file)
          .filter(Objects::nonNull)
          .forEach(inputs::add);
      script = new Script.Broken(refusal.reasons().stream().map(it -> told(folder, it)).toList());
    }
    stamps.keySet().retainAll(inputs);
    FileStamp.addFound(stamps, stamps(inputs), begun);
    return new Made(script, stamps);
  }

  private static String told(Path folder, EsbuildRefusal.Reason reason) {
    Path file = reason.file();
    return file == null
        ? reason.text()
        : "%s:%d:%d: %s"
            .formatted(
                Bundler.relative(folder, file), reason.line(), reason.column(), reason.text());
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
}
