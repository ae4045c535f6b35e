package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The classes of a server: the versions that new actors run, or those of a manifest. */
public final class ServerCatalog implements ClassCatalog {
  private final Server server;
  private final @Nullable String manifest;
  private final boolean reducers;
  private final Consumer<String> warnings;
  private final TypeScriptCompiler compiler = CachedCompiler.open();

  /**
   * @param manifest SHA-256 of the versions to take; null for those that new actors run
   * @param reducers whether those of event-sourced classes are wanted
   * @param warnings receives what is left out, and why
   */
  public ServerCatalog(
      Server server, @Nullable String manifest, boolean reducers, Consumer<String> warnings) {
    this.server = server;
    this.manifest = manifest;
    this.reducers = reducers;
    this.warnings = warnings;
  }

  @Override
  public List<ClassModel> load() {
    Map<String, JsonNode> chosen = new TreeMap<>();
    if (manifest == null) {
      for (JsonNode name : server.get("/v1/classes").path("classes")) {
        newest(name.asText(), chosen);
      }
    } else {
      JsonNode resolved = server.get(Server.path("v1", "manifest", manifest)).path("resolved");
      resolved
          .properties()
          .forEach(it -> chosen.put(it.getKey(), exactly(it.getKey(), it.getValue().asText())));
    }
    if (chosen.isEmpty()) {
      throw new Failure(
          "no class on " + server.url() + " has a version that is not deprecated", null);
    }
    List<ClassModel> classes = new ArrayList<>();
    chosen.forEach((name, listed) -> classes.add(model(name, listed)));
    return classes;
  }

  private void newest(String name, Map<String, JsonNode> chosen) {
    List<JsonNode> healthy = new ArrayList<>();
    for (JsonNode version : versions(name)) {
      if (!version.has("deprecatedAt")) {
        healthy.add(version);
      }
    }
    if (healthy.isEmpty()) {
      warnings.accept("all versions of " + name + " are deprecated: it is left out");
    } else {
      chosen.put(
          name,
          healthy.stream()
              .max(Comparator.comparing(ServerCatalog::version, ClassModel.NEWEST))
              .orElseThrow());
    }
  }

  private JsonNode exactly(String name, String version) {
    for (JsonNode listed : versions(name)) {
      if (listed.path("version").asText().equals(version)) {
        return listed;
      }
    }
    throw new Failure(
        "the manifest names " + name + "@" + version + ", which is no longer there", null);
  }

  private JsonNode versions(String name) {
    return server.get(Server.path("v1", "classes", name, "versions")).path("versions");
  }

  private static Version version(JsonNode listed) {
    return Version.parse(listed.path("version").asText());
  }

  private ClassModel model(String name, JsonNode listed) {
    Version version = version(listed);
    JsonNode schemas = schemas(name, version.toString());
    String sha = listed.path("sourceSha256").asText();
    return new ClassModel(name, version, sha, schemas, reducer(name, version, schemas));
  }

  private String reducer(String name, Version version, JsonNode schemas) {
    if (!reducers || !ClientSchemas.of(schemas).has("events")) {
      return "";
    }
    String source =
        server.text(Server.path("v1", "classes", name, "versions", version.toString(), "source"));
    return Reducers.of(compiler, new ClassRef(name, version), source);
  }

  private JsonNode schemas(String name, String version) {
    try {
      return server.get(Server.path("v1", "classes", name, "versions", version, "schema"));
    } catch (Failure e) {
      if (!Objects.equals(e.code(), "SchemaNotFound")) {
        throw e;
      }
      warnings.accept(
          name + "@" + version + " was published without the type check: its types are unknown");
      return Json.object();
    }
  }

  @Override
  public void close() {
    compiler.close();
  }
}
