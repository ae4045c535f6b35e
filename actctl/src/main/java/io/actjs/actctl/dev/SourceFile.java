package io.actjs.actctl.dev;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.registry.rules.PolicyBlock;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A file in the folder that is expected to be a class.
 *
 * @param stamp changes when the file is written or replaced, as far as the file system tells
 */
record SourceFile(Path path, String stamp) {
  private static final String EXTENSION = ".ts";

  /**
   * The most that a server accepts in one request, so that a file that works here can be published.
   */
  private static final long MAX_BYTES = 1 << 20;

  /** The files of the folder, ordered by name. */
  static List<SourceFile> of(Path dir) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(dir)) {
      for (Path path : entries.filter(SourceFile::isCandidate).sorted().toList()) {
        if (attributes(path).isRegularFile()) {
          Path rules = PolicyFile.beside(path);
          String ofRules = Files.isRegularFile(rules) ? '+' + stamp(rules) : "";
          files.add(new SourceFile(path, stamp(path) + ofRules));
        }
      }
    }
    return files;
  }

  private static boolean isCandidate(Path path) {
    String name = path.getFileName().toString();
    boolean hidden = name.startsWith("_") || name.startsWith(".");
    boolean source = name.endsWith(EXTENSION) && !name.endsWith(".d" + EXTENSION);
    return source && !hidden && Files.isRegularFile(path);
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }

  private static String stamp(Path path) throws IOException {
    BasicFileAttributes seen = attributes(path);
    String key = Objects.toString(seen.fileKey(), "");
    return key + '/' + seen.lastModifiedTime() + '/' + seen.size();
  }

  String fileName() {
    return path.getFileName().toString();
  }

  String className() {
    return className(fileName());
  }

  static String className(String fileName) {
    return fileName.substring(0, fileName.length() - EXTENSION.length());
  }

  /**
   * The current contents.
   *
   * @throws java.nio.file.NoSuchFileException when the file was removed
   */
  Content read() throws IOException {
    if (!ActorRef.isName(className())) {
      return new Content.Unusable(
          "its name is not a class name; rename it, or prefix it with _ to exclude it");
    }
    Path rules = PolicyFile.beside(path);
    boolean hasRules = Files.isRegularFile(rules);
    if (Files.size(path) + (hasRules ? Files.size(rules) : 0) > MAX_BYTES) {
      return new Content.Unusable("the file is larger than " + MAX_BYTES + " bytes");
    }
    try {
      String source = Files.readString(path);
      return new Content.Source(
          hasRules ? PolicyBlock.append(className(), source, Files.readString(rules)) : source);
    } catch (ActjsException e) {
      return new Content.Unusable(e.detail());
    } catch (CharacterCodingException e) {
      return new Content.Unusable("the file is not UTF-8 text");
    }
  }
}
