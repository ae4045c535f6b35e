package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.source.SourceFiles;
import io.actjs.model.Sha256;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files of which it is remembered what was asked of them, those that are not there among them: as
 * long as all of it is answered the same, what was made of the files is the same. Not thread-safe.
 */
final class WitnessedFiles implements SourceFiles {
  private static final String NONE = "none";

  private final SourceFiles files;
  private final Map<String, String> stamps = new TreeMap<>();
  private final Map<String, Boolean> folders = new TreeMap<>();
  private final Map<String, String> realPaths = new TreeMap<>();
  private boolean isStable = true;

  WitnessedFiles(SourceFiles files) {
    this.files = files;
  }

  /** Asks all that others have asked. */
  void askAgain(WitnessedFiles earlier) {
    earlier.stamps.keySet().forEach(this::stamp);
    earlier.folders.keySet().forEach(this::isFolder);
    earlier.realPaths.keySet().forEach(this::realPath);
  }

  @Override
  public @Nullable String stamp(String path) {
    String stamp = files.stamp(path);
    remember(stamps, path, Objects.requireNonNullElse(stamp, NONE));
    return stamp;
  }

  @Override
  public @Nullable String read(String path) {
    var unused = stamp(path);
    return files.read(path);
  }

  @Override
  public boolean isFolder(String path) {
    boolean isFolder = files.isFolder(path);
    remember(folders, path, isFolder);
    return isFolder;
  }

  @Override
  public String realPath(String path) {
    String real = files.realPath(path);
    remember(realPaths, path, real);
    return real;
  }

  private <T> void remember(Map<String, T> answers, String path, T answer) {
    T before = answers.put(path, answer);
    isStable &= before == null || before.equals(answer);
  }

  /** What they were, by their contents; null when one has changed since it was asked for. */
  @Nullable ObjectNode testimony() {
    ObjectNode said = Json.object();
    ObjectNode texts = said.putObject("texts");
    stamps.forEach(
        (path, stamp) -> {
          texts.put(path, content(files, path));
          isStable &= stamp.equals(Objects.requireNonNullElse(files.stamp(path), NONE));
        });
    ObjectNode directories = said.putObject("folders");
    folders.forEach(directories::put);
    ObjectNode links = said.putObject("realPaths");
    realPaths.forEach(links::put);
    return isStable ? said : null;
  }

  /** Whether files are what a testimony says. */
  static boolean confirm(JsonNode said, SourceFiles files) {
    return said.path("texts").properties().stream()
            .allMatch(it -> it.getValue().asText().equals(content(files, it.getKey())))
        && said.path("folders").properties().stream()
            .allMatch(it -> it.getValue().asBoolean() == files.isFolder(it.getKey()))
        && said.path("realPaths").properties().stream()
            .allMatch(it -> it.getValue().asText().equals(files.realPath(it.getKey())));
  }

  private static String content(SourceFiles files, String path) {
    String text = files.stamp(path) == null ? null : files.read(path);
    return text == null ? NONE : Sha256.of(text);
  }
}
