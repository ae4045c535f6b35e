package io.actjs.actctl.bundle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the specifiers of imports name: the kit, and files by relative paths. */
final class LocalModules {
  /** What the kit is imported as. */
  static final Set<String> KIT = Set.of("actjs", "@jplevyak/actjs");

  private static final List<String> ENDINGS = List.of("", ".ts", ".tsx", ".js", "/index.ts");

  private LocalModules() {}

  /**
   * @param specifier as it is written, such as {@code ./money}
   * @return null when it is not relative, or names no file
   */
  static @Nullable Path resolve(Path from, String specifier) {
    if (!specifier.startsWith("./") && !specifier.startsWith("../")) {
      return null;
    }
    for (String ending : ENDINGS) {
      Path path = from.resolveSibling(specifier + ending).normalize();
      if (Files.isRegularFile(path)) {
        return path;
      }
    }
    // TypeScript is imported under the name of what it is compiled to, too.
    Path typed = from.resolveSibling(specifier.replaceFirst("\\.js$", ".ts")).normalize();
    return Files.isRegularFile(typed) ? typed : null;
  }
}
