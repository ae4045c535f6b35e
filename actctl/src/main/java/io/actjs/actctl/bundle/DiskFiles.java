package io.actjs.actctl.bundle;

import io.actjs.engine.source.Siblings;
import io.actjs.engine.source.SourceFiles;
import io.actjs.model.ActorRef;
import io.actjs.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of the disk, and in the folder of a class, those that other classes would have there if
 * they were not only published.
 */
record DiskFiles(Path folder, Siblings.Sources published) implements SourceFiles {
  private static final long LARGEST = 8 << 20;

  @Override
  public @Nullable String stamp(String path) {
    FileStamp stamp = FileStamp.of(Path.of(path));
    if (stamp != null) {
      return stamp.toString();
    }
    String source = publishedAt(path);
    return source == null ? null : Sha256.of(source);
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
    String className = ClassFiles.className(file);
    boolean mayBe = folder.equals(file.getParent()) && path.endsWith(".ts");
    return mayBe && ActorRef.isName(className) ? published.of(className) : null;
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
