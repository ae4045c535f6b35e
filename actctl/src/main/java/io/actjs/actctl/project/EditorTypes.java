package io.actjs.actctl.project;

import io.actjs.actctl.screen.Failure;
import io.actjs.engine.source.ClasspathText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of {@code actjs} in a folder of classes, where its {@code tsconfig.json} has editors
 * and compilers look for them: {@code .actjs/types}. They are those that this build publishes
 * classes with.
 */
public final class EditorTypes {
  /** Where they are, as seen from the folder. */
  public static final String FOLDER = ".actjs/types";

  private static final Map<String, String> RESOURCES =
      Map.of(
          "actjs.d.ts", "/io/actjs/engine/actjs.d.ts",
          "globals.d.ts", "/io/actjs/engine/globals.d.ts",
          "actjs-test.d.ts", "/io/actjs/actctl/test/actjs-test.d.ts");

  private static final List<String> NAMES =
      List.of("actjs.d.ts", "globals.d.ts", "actjs-test.d.ts");

  private final Path folder;
  private final Map<String, String> texts = new LinkedHashMap<>();

  /**
   * @param project the folder of the classes
   * @param version of {@code actctl}, which each file names
   */
  public EditorTypes(Path project, String version) {
    folder = project.resolve(FOLDER);
    String origin = "// Written by actctl " + version + "; \"actctl types\" writes it again.\n\n";
    NAMES.forEach(name -> texts.put(name, origin + ClasspathText.read(RESOURCES.get(name))));
  }

  public Path folder() {
    return folder;
  }

  /** Whether the folder has any of them, of whatever version. */
  public boolean present() {
    return NAMES.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  /**
   * The files that are missing or have another text.
   *
   * @throws Failure when one cannot be read
   */
  public List<Path> outdated() {
    return NAMES.stream().filter(name -> !isCurrent(name)).map(folder::resolve).toList();
  }

  private boolean isCurrent(String name) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes(name));
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + Reason.of(e), e);
    }
  }

  /**
   * Writes those that are missing or have another text, and returns them. Readers see a file as it
   * was or as it is.
   *
   * @throws Failure when one cannot be read or written
   */
  public List<Path> update() {
    List<Path> files = outdated();
    try {
      if (!files.isEmpty()) {
        Files.createDirectories(folder);
      }
      for (Path file : files) {
        replace(file, bytes(file.getFileName().toString()));
      }
    } catch (IOException e) {
      throw new Failure("cannot write to " + folder + ": " + Reason.of(e), e);
    }
    return files;
  }

  private byte[] bytes(String name) {
    return texts.get(name).getBytes(StandardCharsets.UTF_8);
  }

  private void replace(Path file, byte[] content) throws IOException {
    Path part = folder.resolve(file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
