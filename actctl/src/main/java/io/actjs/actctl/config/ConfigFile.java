package io.actjs.actctl.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Nearest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code .actjs/config.toml}: {@code server}, and {@code [profile.NAME]} with a {@code
 * server} of its own. Anything else in it is an error, so that no setting is without effect.
 */
public final class ConfigFile {
  private static final String NAME = ".actjs/config.toml";
  private static final String SERVER = "server";
  private static final String PROFILE = "profile";
  private static final TomlMapper TOML = new TomlMapper();

  private final Path file;
  private final KeyLines lines;
  private final @Nullable Setting server;
  private final Map<String, @Nullable Setting> profiles = new TreeMap<>();

  private ConfigFile(Path file, String text) {
    this.file = file;
    this.lines = new KeyLines(text);
    JsonNode root = parse(text);
    requireKnown(root, List.of(), List.of(SERVER, PROFILE));
    server = server(root, List.of());
    JsonNode tables = table(root, List.of(PROFILE));
    tables.fieldNames().forEachRemaining(name -> profiles.put(name, profile(tables, name)));
  }

  /**
   * That of the folder, else of the nearest folder above it that has one; null when none has.
   *
   * @throws Failure when it cannot be read, or has anything in it that is not known
   */
  public static @Nullable ConfigFile above(Path folder) {
    for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      Path file = at.resolve(NAME);
      if (Files.isRegularFile(file)) {
        return new ConfigFile(file, text(file));
      }
    }
    return null;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new Failure(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The server that commands talk to; null when the file does not say.
   *
   * @param profile one of {@link #profiles}, which comes before what holds without one; or null
   */
  public @Nullable Setting server(@Nullable String profile) {
    Setting ofProfile = profile == null ? null : profiles.get(profile);
    return ofProfile == null ? server : ofProfile;
  }

  public Set<String> profiles() {
    return profiles.keySet();
  }

  /**
   * @throws Failure when it belongs to somebody other than the user of this process and root
   */
  public void requireOwn() {
    Owners.requireOwn(file);
  }

  /** Its absolute path. */
  public Path file() {
    return file;
  }

  private JsonNode parse(String text) {
    try {
      return TOML.readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new Failure(file + ":" + line + ": not TOML: " + e.getOriginalMessage(), e);
    }
  }

  private @Nullable Setting profile(JsonNode tables, String name) {
    List<String> path = List.of(PROFILE, name);
    JsonNode table = tables.path(name);
    requireTable(table, path);
    requireKnown(table, path, List.of(SERVER));
    return server(table, path);
  }

  private @Nullable Setting server(JsonNode table, List<String> path) {
    JsonNode value = table.path(SERVER);
    if (value.isMissingNode()) {
      return null;
    }
    List<String> key = child(path, SERVER);
    if (!value.isTextual()) {
      throw wrong(key, "is a string such as \"http://127.0.0.1:3000\", not " + value);
    }
    return new Setting(value.asText(), place(key));
  }

  private JsonNode table(JsonNode root, List<String> path) {
    JsonNode table = root.path(path.getLast());
    if (!table.isMissingNode()) {
      requireTable(table, path);
    }
    return table;
  }

  private void requireTable(JsonNode value, List<String> path) {
    if (!value.isObject()) {
      throw wrong(path, "is a table, [profile.NAME], not " + value);
    }
  }

  private void requireKnown(JsonNode table, List<String> path, List<String> known) {
    table
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                String meant =
                    Nearest.to(name, known.stream())
                        .map(it -> "did you mean \"" + it + "\"?")
                        .orElse("known: " + String.join(", ", known));
                List<String> key = child(path, name);
                String text = "unknown key \"" + String.join(".", key) + "\"; " + meant;
                throw new Failure(place(key) + ": " + text, null);
              }
            });
  }

  private Failure wrong(List<String> key, String what) {
    return new Failure(place(key) + ": \"" + String.join(".", key) + "\" " + what, null);
  }

  private String place(List<String> key) {
    return file + ":" + lines.of(key);
  }

  private static List<String> child(List<String> path, String name) {
    return Stream.concat(path.stream(), Stream.of(name)).toList();
  }
}
