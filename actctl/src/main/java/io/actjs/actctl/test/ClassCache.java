package io.actjs.actctl.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.bundle.DiskCache;
import io.actjs.actctl.screen.Json;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.PublishedClass;
import io.actjs.model.Sha256;
import io.actjs.model.Version;
import io.actjs.model.env.DeclaredEnv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What test runs have made of files, on disk: loading the compiler takes longer than most runs. An
 * entry counts while all files that it was made of are what they were, and was made by this build.
 * Thread-safe, also among processes.
 *
 * @param build names this build, so that another one's entries do not count
 */
record ClassCache(DiskCache entries, String build) implements AutoCloseable {
  private static final long MOST_BYTES = 64 << 20;

  /**
   * @param folder need not exist
   */
  static ClassCache in(Path folder, String build) {
    return new ClassCache(new DiskCache(folder, MOST_BYTES), build);
  }

  /** The text that was made of a key, such as the harness's script; null when there is none. */
  @Nullable String text(String key) {
    JsonNode entry = read(key);
    return entry == null ? null : entry.path("text").asText();
  }

  void putText(String key, String text) {
    write(key, Json.object().put("text", text));
  }

  /** The class of a file; null when there is none that counts. */
  @Nullable PublishedClass find(Path file) {
    JsonNode entry = read(file.toString());
    if (entry == null) {
      return null;
    }
    for (Map.Entry<String, JsonNode> each : entry.path("files").properties()) {
      if (!hash(Path.of(each.getKey())).equals(each.getValue().asText())) {
        return null;
      }
    }
    return published(entry.path("class"));
  }

  /** The files that an entry was made of; the file alone when there is no entry. */
  Set<Path> inputs(Path file) {
    Set<Path> inputs = new TreeSet<>(Set.of(file));
    JsonNode entry = read(file.toString());
    if (entry != null) {
      entry.path("files").fieldNames().forEachRemaining(name -> inputs.add(Path.of(name)));
    }
    return inputs;
  }

  /**
   * @param files all files that it was made of; some may not exist
   */
  void put(Path file, Collection<Path> files, PublishedClass published) {
    ObjectNode entry = Json.object();
    ObjectNode hashes = entry.putObject("files");
    files.forEach(each -> hashes.put(each.toString(), hash(each)));
    write(entry.putObject("class"), published);
    write(file.toString(), entry);
  }

  private static void write(ObjectNode json, PublishedClass published) {
    ClassShape shape = published.shape();
    json.put("name", published.ref().name()).put("sha256", published.version().sha256());
    json.put("kind", shape.kind().name()).put("durability", shape.durability().name());
    shape.handlers().forEach(json.putArray("handlers")::add);
    json.put("rate", shape.limits().rate()).put("maxActive", shape.limits().maxActive());
    ObjectNode env = json.putObject("env");
    shape.env().texts().forEach(env::put);
    json.put("source", published.source()).put("compiled", published.compiled());
    json.put("sourceMap", published.sourceMap()).put("schemas", published.schemas());
  }

  private static PublishedClass published(JsonNode json) {
    List<String> handlers = new ArrayList<>();
    json.path("handlers").forEach(handler -> handlers.add(handler.asText()));
    Map<String, String> env = new TreeMap<>();
    json.path("env").properties().forEach(each -> env.put(each.getKey(), each.getValue().asText()));
    ClassShape shape =
        new ClassShape(
            ClassKind.valueOf(json.path("kind").asText()),
            ClassShape.Durability.valueOf(json.path("durability").asText()),
            handlers,
            new ClassShape.Limits(json.path("rate").asText(), json.path("maxActive").asInt()),
            DeclaredEnv.of(env));
    ClassVersion version =
        new ClassVersion(
            new ClassRef(json.path("name").asText(), Version.parse("1.0.0")),
            json.path("sha256").asText(),
            shape,
            new TreeMap<>(),
            new TreeMap<>(),
            false,
            null,
            0,
            null);
    return new PublishedClass(
        version,
        json.path("source").asText(),
        json.path("compiled").asText(),
        json.path("sourceMap").asText(),
        json.path("schemas").asText());
  }

  private @Nullable JsonNode read(String key) {
    return entries.find(build + "\n" + key);
  }

  private void write(String key, ObjectNode entry) {
    entries.put(build + "\n" + key, entry);
  }

  @Override
  public void close() {
    entries.close();
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return "none";
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
