package io.actjs.actctl.page;

import io.actjs.actctl.bundle.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code public} of a folder of classes, which may come and go. A path leads to a
 * regular file inside of it, and to nothing whose name begins with a dot.
 */
final class PublicFolder {
  private static final String NAME = "public";
  private static final String INDEX = "index.html";
  private static final Pattern FORBIDDEN = Pattern.compile("[\\\\:\\x00-\\x1f]");
  private static final int MOST_FILES = 20_000;
  private static final int MOST_DEPTH = 16;

  private final Path folder;

  PublicFolder(Path classes) {
    this.folder = classes.toAbsolutePath().normalize().resolve(NAME);
  }

  /** What a path leads to. */
  sealed interface Found {
    record File(Path path) implements Found {}

    /** A folder with a page, which a slash is missing for. */
    record Folder() implements Found {}
  }

  /** The folder of classes that it belongs to, wherever links lead. */
  Path classes() throws IOException {
    return folder.getParent().toRealPath();
  }

  boolean exists() {
    return Files.isDirectory(folder);
  }

  /**
   * @param path decoded, such as {@code /} or {@code /styles/app.css}
   */
  @Nullable Found find(String path) {
    if (!isAllowed(path)) {
      return null;
    }
    try {
      Path file = folder.resolve(path.substring(1));
      boolean slash = path.endsWith("/");
      if (slash && !path.equals("/") && !Files.isDirectory(file)) {
        return null;
      }
      boolean isFolder = Files.isDirectory(file);
      Path inside = inside(isFolder ? file.resolve(INDEX) : file);
      if (inside == null) {
        return null;
      }
      return isFolder && !slash ? new Found.Folder() : new Found.File(inside);
    } catch (InvalidPathException | IOException e) {
      return null;
    }
  }

  private static boolean isAllowed(String path) {
    return path.startsWith("/")
        && !path.contains("//")
        && !FORBIDDEN.matcher(path).find()
        && Stream.of(path.split("/", -1)).noneMatch(it -> it.startsWith("."));
  }

  /** The file itself if it is one, wherever links lead; null when that is somewhere else. */
  private @Nullable Path inside(Path file) throws IOException {
    Path root = folder.toRealPath();
    Path real = file.toRealPath();
    boolean visible = real.startsWith(root) && !isHidden(root.relativize(real));
    return visible && Files.isRegularFile(real) ? real : null;
  }

  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /** All that is in it, files and folders; folders have no stamp. */
  Map<Path, @Nullable FileStamp> content() {
    Map<Path, @Nullable FileStamp> content = new HashMap<>();
    add(folder, 0, content);
    return content;
  }

  private static void add(Path at, int depth, Map<Path, @Nullable FileStamp> content) {
    if (!Files.isDirectory(at)) {
      FileStamp stamp = FileStamp.of(at);
      if (stamp != null) {
        content.put(at, stamp);
      }
      return;
    }
    content.put(at, null);
    String[] names = at.toFile().list();
    if (names == null || depth == MOST_DEPTH) {
      return;
    }
    Arrays.stream(names)
        .filter(name -> !name.startsWith(".") && !name.equals("node_modules"))
        .takeWhile(name -> content.size() < MOST_FILES)
        .forEach(name -> add(at.resolve(name), depth + 1, content));
  }
}
