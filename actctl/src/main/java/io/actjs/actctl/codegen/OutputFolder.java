package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.MalformedJson;
import io.actjs.model.Sha256;
import io.actjs.model.Version;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder that generated files are in. Its {@code manifest.json} has the hashes of the files
 * that were written last: what differs from them is somebody else's work, which is neither
 * overwritten nor deleted.
 */
public final class OutputFolder {
  private static final int MOST_BYTES = 64 << 20;

  private final Path folder;

  public OutputFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * The classes, each of which has the version that the folder was generated of if it was generated
   * of the same source, and the class's file says none.
   */
  public List<ClassModel> inKnownVersions(List<ClassModel> classes) {
    try {
      JsonNode manifest = manifest();
      return classes.stream().map(it -> inKnownVersion(it, manifest)).toList();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static ClassModel inKnownVersion(ClassModel model, JsonNode manifest) {
    Version version = VersionedFile.parsed(manifest.path("resolved").path(model.name()).asText());
    String source = manifest.path("sources").path(model.name()).asText();
    return version != null
            && model.version().equals(VersionedFile.LOCAL)
            && model.sourceSha().equals(source)
        ? model.in(version)
        : model;
  }

  /**
   * Brings the folder up to date.
   *
   * @param files text by name
   * @param force whether files are overwritten that were changed since, or not generated at all
   * @return what was written or deleted; nothing when all is current
   * @throws Failure when a file is not this command's to overwrite; then nothing was written
   */
  public List<Path> write(Map<String, String> files, boolean force) {
    try {
      Map<String, String> recorded = recorded();
      Map<String, String> changed = new TreeMap<>();
      for (Map.Entry<String, String> each : files.entrySet()) {
        String there = read(each.getKey());
        if (!each.getValue().equals(there) && isWanted(each.getKey(), there, recorded)) {
          if (there != null && !force) {
            requireGenerated(each.getKey(), there, recorded);
          }
          changed.put(each.getKey(), each.getValue());
        }
      }
      List<Path> touched = new ArrayList<>();
      if (!changed.isEmpty()) {
        Files.createDirectories(folder);
      }
      // It says what the others are, so it comes last.
      String last = changed.remove(Target.MANIFEST);
      for (Map.Entry<String, String> each : changed.entrySet()) {
        touched.add(replace(each.getKey(), each.getValue()));
      }
      touched.addAll(deleteLeft(files, recorded));
      if (last != null) {
        touched.add(replace(Target.MANIFEST, last));
      }
      return touched;
    } catch (IOException e) {
      throw new Failure("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * How the folder differs from what would be written, as a unified diff; empty when it does not.
   */
  public String differences(Map<String, String> files) {
    try {
      Map<String, String> recorded = recorded();
      Map<String, String> wanted = new TreeMap<>(files);
      StringBuilder diff = new StringBuilder();
      for (Map.Entry<String, String> each : wanted.entrySet()) {
        String there = read(each.getKey());
        if (isWanted(each.getKey(), there, recorded)) {
          diff.append(UnifiedDiff.of(each.getKey(), there, each.getValue()));
        }
      }
      for (String name : recorded.keySet()) {
        String there = files.containsKey(name) ? null : read(name);
        if (there != null && isRecorded(name, there, recorded)) {
          diff.append(UnifiedDiff.of(name, there, null));
        }
      }
      return diff.toString();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Failure unreadable(IOException e) {
    return new Failure("cannot read " + folder + ": " + e.getMessage(), e);
  }

  /** The author's own description of a package takes the place of the generated one. */
  private static boolean isWanted(
      String name, @Nullable String there, Map<String, String> recorded) {
    return !name.equals(TypeScriptTarget.PACKAGE)
        || there == null
        || isRecorded(name, there, recorded);
  }

  private static boolean isRecorded(String name, String there, Map<String, String> recorded) {
    return Sha256.of(there).equals(recorded.get(name));
  }

  private void requireGenerated(String name, String there, Map<String, String> recorded) {
    boolean isOurs =
        name.equals(Target.MANIFEST) ? !recorded.isEmpty() : isRecorded(name, there, recorded);
    if (!isOurs) {
      String how =
          recorded.containsKey(name)
              ? " was changed since it was generated"
              : " was not generated by this command";
      throw new Failure(
          "NotGenerated",
          folder.resolve(name) + how + ": choose another --out, or overwrite it with --force",
          List.of(),
          null);
    }
  }

  private List<Path> deleteLeft(Map<String, String> files, Map<String, String> recorded)
      throws IOException {
    List<Path> deleted = new ArrayList<>();
    for (String name : recorded.keySet()) {
      String there = files.containsKey(name) ? null : read(name);
      if (there != null && isRecorded(name, there, recorded)) {
        Files.delete(folder.resolve(name));
        deleted.add(folder.resolve(name));
      }
    }
    return deleted;
  }

  /** Hash by name of the files that were generated last; empty when none were. */
  private Map<String, String> recorded() throws IOException {
    Map<String, String> recorded = new TreeMap<>();
    manifest().path("files").properties().stream()
        .filter(it -> it.getKey().matches("[A-Za-z][A-Za-z0-9_.-]*"))
        .forEach(it -> recorded.put(it.getKey(), it.getValue().asText()));
    return recorded;
  }

  /** Of what was generated last; empty when nothing was. */
  private JsonNode manifest() throws IOException {
    String text = read(Target.MANIFEST);
    try {
      return text == null ? Json.object() : Json.parse(text);
    } catch (MalformedJson e) {
      // It is none of ours, then.
      return Json.object();
    }
  }

  /** Null when there is no such file. */
  private @Nullable String read(String name) throws IOException {
    Path file = folder.resolve(name);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException(name + " is larger than " + MOST_BYTES + " bytes");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (CharacterCodingException e) {
      throw new IOException(name + " is not UTF-8 text", e);
    }
  }

  private Path replace(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Path part = folder.resolve(name + "." + ProcessHandle.current().pid() + ".part");
    try {
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
