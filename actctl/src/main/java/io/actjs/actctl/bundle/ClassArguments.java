package io.actjs.actctl.bundle;

import io.actjs.actctl.screen.Failure;
import io.actjs.model.ActorRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The class files that a command line names: files, and those of folders. */
public final class ClassArguments {
  /** By class name, in the order of the command line. */
  private final Map<String, ClassFile> found = new LinkedHashMap<>();

  private ClassArguments() {}

  /** A file and the class that it is. */
  public record ClassFile(String className, Path file) {}

  /**
   * The class files, each once.
   *
   * @throws Failure when one is not there, a folder has none, or two are the same class
   */
  public static List<ClassFile> of(Collection<Path> paths) {
    ClassArguments all = new ClassArguments();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        all.addFolder(path);
      } else {
        all.add(path);
      }
    }
    return List.copyOf(all.found.values());
  }

  private void add(Path file) {
    if (!Files.exists(file)) {
      throw new Failure("no such file: " + file, null);
    }
    String className = ClassFiles.className(file);
    ClassFile before = found.putIfAbsent(className, new ClassFile(className, file));
    if (before != null && !normal(before.file()).equals(normal(file))) {
      throw new Failure(
          "two files are the class %s: %s and %s".formatted(className, before.file(), file), null);
    }
  }

  private static Path normal(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private void addFolder(Path folder) {
    boolean hasClasses = false;
    try {
      for (Path file : ClassFiles.candidates(folder)) {
        if (isClass(file)) {
          add(file);
          hasClasses = true;
        }
      }
    } catch (IOException e) {
      throw new Failure("cannot read " + folder + ": " + e.getMessage(), e);
    }
    if (!hasClasses) {
      throw new Failure(
          "there is no class file in "
              + folder
              + ": a file such as Cart.ts that exports one actor class",
          null);
    }
  }

  private static boolean isClass(Path file) throws IOException {
    return switch (ClassFiles.kindOf(file)) {
      case ClassFiles.Kind.Module() -> false;
      case ClassFiles.Kind.Several(Set<String> names) ->
          throw new Failure(
              file
                  + " exports "
                  + String.join(" and ", names)
                  + ": put each class into a file of its own",
              null);
      case ClassFiles.Kind.OneClass() -> {
        if (!ActorRef.isName(ClassFiles.className(file))) {
          throw new Failure(
              "the name of "
                  + file
                  + " is not a class name: rename it, or prefix it with _ to exclude it",
              null);
        }
        yield true;
      }
    };
  }
}
