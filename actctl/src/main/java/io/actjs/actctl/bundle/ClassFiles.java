package io.actjs.actctl.bundle;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which files of a folder are classes: those that export exactly one actor class. Others are
 * modules, which classes may import, or tests.
 */
public final class ClassFiles {
  private static final String TEST = ".test.ts";

  private ClassFiles() {}

  /** What a file is. */
  public sealed interface Kind {
    /** It exports one actor class. */
    record OneClass() implements Kind {}

    /** It exports several, which none can. */
    record Several(Set<String> names) implements Kind {}

    /** It exports none. */
    record Module() implements Kind {}
  }

  /**
   * Files that may be classes or modules, ordered by name: TypeScript, neither tests nor
   * declarations, no name that begins with {@code .} or {@code _}.
   */
  public static List<Path> candidates(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(ClassFiles::isCandidate).sorted().toList();
    }
  }

  private static boolean isCandidate(Path path) {
    String name = path.getFileName().toString();
    boolean hidden = name.startsWith("_") || name.startsWith(".");
    boolean source = name.endsWith(".ts") && !name.endsWith(".d.ts") && !name.endsWith(TEST);
    return source && !hidden && Files.isRegularFile(path);
  }

  /** The name of the class that a file is: its own, without {@code .ts}. */
  public static String className(Path file) {
    return file.getFileName().toString().replaceFirst("\\.ts$", "");
  }

  /**
   * What a file is, by its text. A text that is not UTF-8 is one class: who reads it says what is
   * wrong.
   */
  public static Kind kindOf(Path file) throws IOException {
    ActorExports exports;
    try {
      exports = ActorExports.of(file);
      if (!exports.isModule()) {
        // A module would import or export: it is the body of a function, or a class gone wrong.
        boolean empty = SourceText.of(Files.readString(file)).code().isBlank();
        return empty ? new Kind.Module() : new Kind.OneClass();
      }
    } catch (CharacterCodingException e) {
      return new Kind.OneClass();
    }
    return switch (exports.names().size()) {
      case 0 -> new Kind.Module();
      case 1 -> new Kind.OneClass();
      default -> new Kind.Several(exports.names());
    };
  }

  public static boolean isClass(Path file) throws IOException {
    return kindOf(file) instanceof Kind.OneClass;
  }
}
