package io.actjs.actctl.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One file of settings: keys of clients, {@code [profile.NAME]} with keys of clients of their own,
 * and {@code [daemon]}. Anything else in it is an error, so that no setting is without effect.
 */
public final class ConfigFile {
  private static final String PROFILE = "profile";
  private static final int MOST_LISTED = 8;
  private static final long MOST_BYTES = 1 << 20;

  /** Loading it takes longer than a short command without a file may. */
  private static final class Toml {
    static final TomlMapper MAPPER = new TomlMapper();
  }

  private final Path file;
  private final Layer layer;
  private final Keys keys;
  private final KeyLines lines;
  private final Map<Key, Setting> settings = new LinkedHashMap<>();
  private final Map<String, Map<Key, Setting>> profiles = new TreeMap<>();

  private ConfigFile(Path file, Layer layer, Keys keys, String text) {
    this.file = file;
    this.layer = layer;
    this.keys = keys;
    this.lines = new KeyLines(text);
    JsonNode root = parse(text);
    List<String> top =
        Stream.concat(keys.in("").stream(), Stream.of(PROFILE, Keys.DAEMON)).toList();
    requireKnown(root, List.of(), top);
    take(root, List.of(), keys.in(""), settings);
    JsonNode daemon = table(root, List.of(Keys.DAEMON));
    requireKnown(daemon, List.of(Keys.DAEMON), keys.in(Keys.DAEMON));
    take(daemon, List.of(Keys.DAEMON), keys.in(Keys.DAEMON), settings);
    JsonNode tables = table(root, List.of(PROFILE));
    tables.fieldNames().forEachRemaining(name -> profiles.put(name, profile(tables, name)));
  }

  /**
   * @throws Failure when it cannot be read, has anything in it that is not known, a value of
   *     another form than its key has, or a secret that everybody can read
   */
  static ConfigFile read(Path file, Layer layer, Keys keys) {
    return new ConfigFile(file, layer, keys, text(file));
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new Failure(file + " is larger than 1 MiB: that is no configuration", null);
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new Failure(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Null where the file does not say. */
  @Nullable Setting find(Key key) {
    return settings.get(key);
  }

  /** What a profile says; null where it does not, or is not there. */
  @Nullable Setting find(String profile, Key key) {
    return profiles.getOrDefault(profile, Map.of()).get(key);
  }

  Set<String> profiles() {
    return profiles.keySet();
  }

  private JsonNode parse(String text) {
    try {
      return Toml.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new Failure(file + ":" + line + ": not TOML: " + e.getOriginalMessage(), e);
    }
  }

  private Map<Key, Setting> profile(JsonNode tables, String name) {
    List<String> path = List.of(PROFILE, name);
    JsonNode table = tables.path(name);
    requireTable(table, path);
    List<String> known =
        keys.in("").stream().filter(it -> !it.equals(Keys.DEFAULT_PROFILE)).toList();
    requireKnown(table, path, known);
    Map<Key, Setting> own = new LinkedHashMap<>();
    take(table, path, known, own);
    return own;
  }

  private void take(JsonNode table, List<String> path, List<String> names, Map<Key, Setting> to) {
    String prefix = path.equals(List.of(Keys.DAEMON)) ? Keys.DAEMON + "." : "";
    for (String name : names) {
      JsonNode value = table.path(name);
      Key key = keys.find(prefix + name);
      if (key != null && !value.isMissingNode()) {
        to.put(key, setting(key, value, child(path, name)));
      }
    }
  }

  private Setting setting(Key key, JsonNode value, List<String> path) {
    List<String> values = values(key, value, path);
    for (String each : values) {
      String wrong = Values.wrong(key, each);
      if (wrong != null) {
        throw wrong(path, wrong);
      }
      if (key.isSecret(each) && Owners.isReadableByAll(file)) {
        throw wrong(
            path,
            "is a secret, and everybody on this machine can read the file: run \"chmod o-r %s\", or set $%s instead"
                .formatted(file, key.variable()));
      }
    }
    return new Setting(values, place(path), layer);
  }

  private List<String> values(Key key, JsonNode value, List<String> path) {
    boolean fits =
        switch (key.form()) {
          case TEXT -> value.isTextual();
          case NUMBER -> value.isIntegralNumber();
          case SWITCH -> value.isBoolean();
          case LIST -> value.isTextual() || (value.isArray() && allTexts(value));
        };
    if (!fits) {
      throw wrong(path, "is " + Values.expected(key) + ", not " + value);
    }
    if (!value.isArray()) {
      return List.of(value.asText());
    }
    List<String> all = new ArrayList<>();
    value.forEach(each -> all.add(each.asText()));
    return List.copyOf(all);
  }

  private static boolean allTexts(JsonNode array) {
    for (JsonNode each : array) {
      if (!each.isTextual()) {
        return false;
      }
    }
    return true;
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
      String form =
          path.getFirst().equals(PROFILE) ? "[profile.NAME]" : "[" + path.getFirst() + "]";
      throw wrong(path, "is a table, " + form + ", not " + value);
    }
  }

  private void requireKnown(JsonNode table, List<String> path, List<String> known) {
    table
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw unknown(child(path, name), known);
              }
            });
  }

  private Failure unknown(List<String> key, List<String> known) {
    String name = key.getLast();
    boolean elsewhere = key.size() == 1 && keys.in(Keys.DAEMON).contains(name);
    String all =
        known.size() <= MOST_LISTED
            ? "known: " + String.join(", ", known)
            : "\"actctl config show\" lists them";
    String meant =
        elsewhere ? "; it belongs into the table [daemon]" : Keys.meant(name, known, all);
    return new Failure(
        place(key) + ": unknown key \"" + String.join(".", key) + "\"" + meant, null);
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
