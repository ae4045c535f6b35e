package io.actjs.actctl.bundle;

import io.actjs.actctl.bundle.EsbuildRefusal.Reason;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a folder of classes in which each component of Svelte is the module that is made of it,
 * under its own name: what esbuild, which knows no components, bundles in place of the folder. It
 * lies in the folder, so that packages are found from it, and is there for one build.
 */
final class SvelteCopy implements AutoCloseable {
  /** What a broken component is in the copy: what is wrong with it is said if it is used. */
  private static final String NOTHING = "export default undefined;\n";

  private static final String HOME = ".actjs";
  private static final int MOST_FILES = 5_000;
  private static final int MOST_DEPTH = 16;
  private static final long MOST_BYTES = 4L << 20;

  private final Path root;
  private final Path copy;
  private final Map<Path, Reason> broken = new TreeMap<>();

  private SvelteCopy(Path root, Path copy) {
    this.root = root;
    this.copy = copy;
  }

  /**
   * Makes one.
   *
   * @param root a folder of classes
   * @return null when it has no components
   */
  static @Nullable SvelteCopy of(Path root, SvelteCompiler compiler)
      throws IOException, InterruptedException {
    List<Path> files = files(root);
    if (files.stream().noneMatch(file -> SvelteCompiler.isComponent(file.toString()))) {
      return null;
    }
    Path home = Files.createDirectories(root.resolve(HOME));
    SvelteCopy made = new SvelteCopy(root, Files.createTempDirectory(home, "page-"));
    try {
      for (Path file : files) {
        made.add(file, compiler);
      }
      return made;
    } catch (IOException | InterruptedException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  /** What is not hidden and of no package. */
  private static List<Path> files(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        EnumSet.noneOf(FileVisitOption.class),
        MOST_DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes seen) {
            String name = folder.getFileName().toString();
            boolean skipped = name.startsWith(".") || name.equals("node_modules");
            return skipped && !folder.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes seen) {
            if (seen.isRegularFile() && seen.size() <= MOST_BYTES) {
              files.add(file);
            }
            return files.size() < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private void add(Path file, SvelteCompiler compiler) throws IOException, InterruptedException {
    Path to = copied(file);
    Files.createDirectories(to.getParent());
    if (SvelteCompiler.isComponent(file.toString())) {
      Files.writeString(to, module(file, compiler));
    } else {
      Files.copy(file, to);
    }
  }

  private String module(Path file, SvelteCompiler compiler)
      throws IOException, InterruptedException {
    Path installed = SvelteCompiler.installed(root);
    if (installed == null) {
      broken.put(file, new Reason("Could not resolve \"svelte\"", file, 1, 1));
      return NOTHING;
    }
    String name = root.relativize(file).toString();
    return switch (compiler.compile(installed, name, Files.readString(file))) {
      case SvelteCompiler.Result.Module(String code) -> code;
      case SvelteCompiler.Result.Refusal(String text, int line, int column) -> {
        broken.put(file, new Reason(text, file, line, column));
        yield NOTHING;
      }
    };
  }

  /** The copy of a file. */
  Path copied(Path file) {
    return copy.resolve(root.relativize(file));
  }

  /** The file that a path of the copy is of; others are what they are. */
  Path original(Path path) {
    return path.startsWith(copy) ? root.resolve(copy.relativize(path)) : path;
  }

  /** What is wrong with components, by their files. */
  Map<Path, Reason> broken() {
    return broken;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(copy)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
