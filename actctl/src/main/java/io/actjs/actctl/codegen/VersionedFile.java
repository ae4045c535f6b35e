package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.bundle.ClassArguments;
import io.actjs.actctl.bundle.ClassFiles;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.MalformedJson;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A class file and the version that it stands for. A folder has {@code Cart.ts}, whose version is
 * said by {@code Cart.meta.json} beside it or else is {@code 0.0.0-local} (but see {@link
 * OutputFolder#inKnownVersions}); or {@code Cart/1.2.0.ts}, of which the highest release counts, or
 * else the highest prerelease.
 */
record VersionedFile(ClassRef ref, Path file) {
  /** Of a file that says none. */
  static final Version LOCAL = Version.parse("0.0.0-local");

  /**
   * Those of a folder, ordered by class name.
   *
   * @throws Failure when there is none, or a class is there in both forms
   */
  static List<VersionedFile> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Failure("no such folder: " + folder, null);
    }
    try {
      TreeMap<String, VersionedFile> found = new TreeMap<>();
      for (Path each : subfolders(folder)) {
        newestIn(each).ifPresent(it -> found.put(it.ref.name(), it));
      }
      if (found.isEmpty() || hasClass(folder)) {
        for (ClassArguments.ClassFile each : ClassArguments.of(List.of(folder))) {
          ClassRef ref = new ClassRef(each.className(), versionBeside(each.file()));
          VersionedFile other = found.put(each.className(), new VersionedFile(ref, each.file()));
          if (other != null) {
            throw new Failure(
                "two files are the class %s: %s and %s"
                    .formatted(each.className(), other.file, each.file()),
                null);
          }
        }
      }
      return List.copyOf(found.values());
    } catch (IOException e) {
      throw new Failure("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean hasClass(Path folder) throws IOException {
    for (Path file : ClassFiles.candidates(folder)) {
      if (!(ClassFiles.kindOf(file) instanceof ClassFiles.Kind.Module)) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> subfolders(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .filter(it -> ActorRef.isName(it.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  private static Optional<VersionedFile> newestIn(Path folder) throws IOException {
    String className = folder.getFileName().toString();
    List<VersionedFile> versions = new ArrayList<>();
    for (Path file : ClassFiles.candidates(folder)) {
      Version version = parsed(ClassFiles.className(file));
      if (version != null) {
        versions.add(new VersionedFile(new ClassRef(className, version), file));
      }
    }
    return versions.stream().max(Comparator.comparing(it -> it.ref.version(), ClassModel.NEWEST));
  }

  /** Null when it is no version. */
  static @Nullable Version parsed(String text) {
    try {
      return Version.parse(text);
    } catch (ActjsException e) {
      return null;
    }
  }

  private static Version versionBeside(Path file) throws IOException {
    Path meta = file.resolveSibling(ClassFiles.className(file) + ".meta.json");
    if (!Files.exists(meta)) {
      return LOCAL;
    }
    try {
      JsonNode said = Json.parse(Files.readString(meta)).path("version");
      Version version = said.isTextual() ? parsed(said.asText()) : null;
      if (version != null) {
        return version;
      }
    } catch (MalformedJson e) {
      throw new Failure(meta + " is not JSON: " + e.getMessage(), e);
    }
    throw new Failure(meta + " has no \"version\" such as \"1.2.0\"", null);
  }
}
