package io.actjs.actctl.project;

import io.actjs.actctl.screen.Failure;
import io.actjs.engine.source.ClasspathText;
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
  /**
   * What became of the folder.
   *
   * @param written files that were not there
   * @param kept files of the author that are there with another text
   */
  public record Outcome(List<Path> written, List<Path> kept) {}

  private static final String PROJECT = "/io/actjs/actctl/templates/project/";

  /** Names of packages on npm have no more characters. */
  private static final int MAX_NAME = 214;

  private final Path dir;
  private final EditorTypes types;

  /** What may be there with another text: classes that have been written already came with it. */
  private final Set<String> optional;

  private final Map<String, String> files = new LinkedHashMap<>();

  /**
   * @param dir the folder, which need not exist
   * @param version of {@code actctl}
   */
  public NewProject(Path dir, Template template, String version) {
    this.dir = dir;
    this.types = new EditorTypes(dir, version);
    this.optional =
        template == Template.EMPTY
            ? Set.of("package.json", ".gitignore", ".actjs/config.toml")
            : Set.of();
    template.files().forEach(name -> files.put(name, template.text(name)));
    files.put("tsconfig.json", ClasspathText.read(PROJECT + "tsconfig.json"));
    files.put(
        "package.json",
        ClasspathText.read(PROJECT + "package.json").replace("{{name}}", packageName(dir)));
    files.put(".gitignore", ClasspathText.read(PROJECT + "gitignore"));
    files.put(".actjs/config.toml", ClasspathText.read(PROJECT + "config.toml"));
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
   * Writes what is not there yet.
   *
   * @throws Failure when a file is there with another text, before anything is written; or when the
   *     folder cannot be written to
   */
  public Outcome write() {
    try {
      List<Path> kept = new ArrayList<>();
      List<String> missing = missing(kept);
      List<Path> written = new ArrayList<>();
      Files.createDirectories(dir);
      for (String name : missing) {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, files.get(name), StandardOpenOption.CREATE_NEW);
        written.add(file);
      }
      written.addAll(types.update());
      return new Outcome(written, kept);
    } catch (IOException e) {
      throw new Failure("cannot write to " + dir + ": " + Reason.of(e), e);
    }
  }

  /**
   * The files to write.
   *
   * @param kept receives those of the author that may stay
   * @throws Failure for those that may not
   */
  private List<String> missing(List<Path> kept) throws IOException {
    List<String> missing = new ArrayList<>();
    Set<String> inTheWay = new LinkedHashSet<>();
    for (Map.Entry<String, String> each : files.entrySet()) {
      String name = each.getKey();
      Path file = dir.resolve(name);
      Path folder = file.getParent();
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        inTheWay.add(dir.relativize(folder).toString());
      } else if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        missing.add(name);
      } else if (!has(file, each.getValue()) && optional.contains(name)) {
        kept.add(file);
      } else if (!has(file, each.getValue())) {
        inTheWay.add(name);
      }
    }
    if (!inTheWay.isEmpty()) {
      String verb = inTheWay.size() == 1 ? " is" : " are";
      String names = String.join(", ", inTheWay);
      throw new Failure(names + verb + " in " + dir + " already; nothing was written", null);
    }
    return missing;
  }

  private static boolean has(Path file, String text) throws IOException {
    return Files.isRegularFile(file)
        && Arrays.equals(Files.readAllBytes(file), text.getBytes(StandardCharsets.UTF_8));
  }
}
