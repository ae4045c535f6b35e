package io.actjs.actctl.bundle;

import io.actjs.engine.source.Siblings;
import io.actjs.engine.source.SourceFiles;
import io.actjs.model.ActorRef;
import io.actjs.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files of the disk, and in the folder of a class, those that other classes would have there if
 * they were not only published.
 */
record DiskFiles(Path folder, Siblings.Sources published) implements SourceFiles {
  private static final long LARGEST = 8 << 20;

  @Override
  public @Nullable String stamp(String path) {
    try {
      return stamp(Path.of(path));
    } catch (IOException e) {
      String source = publishedAt(path);
      return source == null ? null : Sha256.of(source);
    }
  }

  /**
   * What changes when a file is written or replaced, as far as the file system tells.
   *
   * @throws IOException when it is no file
   */
  static String stamp(Path path) throws IOException {
    BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
    if (!seen.isRegularFile()) {
      throw new IOException(path + " is no file");
    }
    String key = Objects.toString(seen.fileKey(), "");
    return key + '/' + seen.lastModifiedTime() + '/' + seen.size();
  }

  @Override
  public @Nullable String read(String path) {
    Path file = Path.of(path);
    try {
      return Files.size(file) > LARGEST ? null : Files.readString(file);
    } catch (IOException e) {
      return publishedAt(path);
    }
  }

  private @Nullable String publishedAt(String path) {
    Path file = Path.of(path);
    String name = file.getFileName().toString();
    boolean mayBe = folder.equals(file.getParent()) && name.endsWith(".ts");
    String className = mayBe ? name.substring(0, name.length() - ".ts".length()) : "";
    return ActorRef.isName(className) ? published.of(className) : null;
  }

  @Override
  public boolean isFolder(String path) {
    return Files.isDirectory(Path.of(path));
  }

  @Override
  public String realPath(String path) {
    try {
      return Path.of(path).toRealPath().toString();
    } catch (IOException e) {
      return path;
    }
  }
}
