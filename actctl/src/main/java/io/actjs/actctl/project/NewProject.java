package io.actjs.actctl.project;

import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A folder made ready for writing actor classes: those of a template, and what editors, compilers
 * and {@code actctl} need beside them. No file of the author is ever overwritten.
 */
public final class NewProject {
  private static final String PROJECT = "/io/actjs/actctl/templates/project/";

  /** Names of packages on npm have no more characters. */
  private static final int MAX_NAME = 214;

  private final Path dir;
  private final EditorTypes types;
  private final Map<String, String> files = new LinkedHashMap<>();

  /**
   * @param dir the folder, which need not exist
   * @param version of {@code actctl}
   */
  public NewProject(Path dir, Template template, String version) {
    this.dir = dir;
    this.types = new EditorTypes(dir, version);
    template.files().forEach(name -> files.put(name, template.text(name)));
    files.put("tsconfig.json", Packaged.text(PROJECT + "tsconfig.json"));
    files.put(
        "package.json",
        Packaged.text(PROJECT + "package.json").replace("{{name}}", packageName(dir)));
    files.put(".gitignore", Packaged.text(PROJECT + "gitignore"));
    files.put(".actjs/config.toml", Packaged.text(PROJECT + "config.toml"));
  }

  /** The name of the folder, as far as a package may have it. */
  static String packageName(Path dir) {
    Path folder = dir.toAbsolutePath().normalize().getFileName();
    String name = folder == null ? "" : folder.toString().toLowerCase(Locale.ROOT);
    String allowed = name.replaceAll("[^a-z0-9._-]+", "-").replaceAll("^[._-]+|-+$", "");
    return allowed.isEmpty()
        ? "actors"
        : allowed.substring(0, Math.min(allowed.length(), MAX_NAME));
  }

  /**
   * Writes what is not there yet, and returns those files.
   *
   * @throws Failure when a file is there with another text, before anything is written; or when the
   *     folder cannot be written to
   */
  public List<Path> write() {
    try {
      List<String> missing = missing();
      List<Path> written = new ArrayList<>();
      Files.createDirectories(dir);
      for (String name : missing) {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, files.get(name), StandardOpenOption.CREATE_NEW);
        written.add(file);
      }
      written.addAll(types.update());
      return written;
    } catch (IOException e) {
      throw new Failure("cannot write to " + dir + ": " + Reason.of(e), e);
    }
  }

  private List<String> missing() throws IOException {
    List<String> missing = new ArrayList<>();
    Set<String> others = new LinkedHashSet<>();
    for (Map.Entry<String, String> each : files.entrySet()) {
      Path file = dir.resolve(each.getKey());
      Path folder = file.getParent();
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        others.add(dir.relativize(folder).toString());
      } else if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        missing.add(each.getKey());
      } else if (!has(file, each.getValue())) {
        others.add(each.getKey());
      }
    }
    if (!others.isEmpty()) {
      String verb = others.size() == 1 ? " is" : " are";
      throw new Failure(
          String.join(", ", others) + verb + " in " + dir + " already; nothing was written", null);
    }
    return missing;
  }

  private static boolean has(Path file, String text) throws IOException {
    return Files.isRegularFile(file)
        && Arrays.equals(Files.readAllBytes(file), text.getBytes(StandardCharsets.UTF_8));
  }
}
