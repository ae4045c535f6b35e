package io.actjs.actctl.codegen;

import io.actjs.actctl.bundle.Bundling;
import io.actjs.actctl.bundle.ReducerBundle;
import io.actjs.actctl.screen.Failure;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.source.BundledSource;
import io.actjs.model.ClassRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The code of the reducers of event-sourced classes. */
final class Reducers {
  private static final String HINT = "; --no-reducers generates the types alone";

  private Reducers() {}

  /**
   * Of a class file.
   *
   * @throws Failure when it cannot be had
   */
  static String of(TypeScriptCompiler compiler, ClassRef ref, Path file) {
    return Bundling.of(
        file,
        detail -> "the reducer of " + ref + " cannot be generated: " + detail + HINT,
        () -> ReducerBundle.of(compiler, ref, file));
  }

  /** Of what was published: the packages that a bundle was made of are not there any more. */
  static String of(TypeScriptCompiler compiler, ClassRef ref, String published) {
    BundledSource bundle = BundledSource.of(published);
    String entry = ref.name() + ".ts";
    Map<String, String> sources = bundle == null ? Map.of(entry, published) : bundle.sources();
    try {
      Path scratch = Files.createTempDirectory("actjs-reducer");
      try {
        // Paths may lead out of the folder of the class, but not out of this.
        Path home = Files.createDirectories(scratch.resolve("a/b/c/d/e/f/g/h"));
        for (Map.Entry<String, String> each : sources.entrySet()) {
          Path file = home.resolve(each.getKey()).normalize();
          if (!file.startsWith(scratch)) {
            throw new Failure("the sources of " + ref + " are spread too far" + HINT, null);
          }
          Files.createDirectories(file.getParent());
          Files.writeString(file, each.getValue());
        }
        return of(compiler, ref, home.resolve(bundle == null ? entry : bundle.entry()));
      } finally {
        delete(scratch);
      }
    } catch (IOException e) {
      throw new Failure("cannot unpack the source of " + ref + ": " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
