package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.MalformedJson;
import io.actjs.model.ActjsException;
import io.actjs.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The classes that a folder was generated of: what its manifest and its schemas say. */
public final class GeneratedCatalog implements ClassCatalog {
  private final Path folder;

  public GeneratedCatalog(Path folder) {
    this.folder = folder;
  }

  /** Whether a folder was generated. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(Target.MANIFEST))
        && Files.isRegularFile(folder.resolve(Target.SCHEMAS));
  }

  @Override
  public List<ClassModel> load() {
    JsonNode manifest = read(Target.MANIFEST);
    JsonNode schemas = read(Target.SCHEMAS);
    List<ClassModel> classes = new ArrayList<>();
    Map<String, JsonNode> resolved = TypeText.sorted(manifest.path("resolved"));
    for (Map.Entry<String, JsonNode> each : resolved.entrySet()) {
      String name = each.getKey();
      JsonNode described = schemas.path(name);
      classes.add(
          new ClassModel(
              name,
              version(each.getValue()),
              manifest.path("sources").path(name).asText(),
              described.isObject() ? described : Json.object(),
              ""));
    }
    if (classes.isEmpty()) {
      throw new Failure(folder.resolve(Target.MANIFEST) + " names no class", null);
    }
    return classes;
  }

  private Version version(JsonNode text) {
    try {
      return Version.parse(text.asText());
    } catch (ActjsException e) {
      throw new Failure(folder.resolve(Target.MANIFEST) + ": " + e.detail(), e);
    }
  }

  private JsonNode read(String name) {
    Path file = folder.resolve(name);
    try {
      return Json.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new Failure("no such file: " + file, e);
    } catch (MalformedJson e) {
      throw new Failure(file + " is not JSON: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
