package io.actjs.actctl.codegen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import io.actjs.model.Manifest;
import io.actjs.model.Sha256;
import io.actjs.model.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What classes are written as: the same files for the same classes, whatever their order. */
public enum Target {
  TYPESCRIPT,
  JAVA,
  JSON_SCHEMA,
  OPENAPI;

  /** What says which files were generated. */
  public static final String MANIFEST = "manifest.json";

  /** The schemas that the files were written of. */
  public static final String SCHEMAS = "schemas.json";

  /**
   * What is chosen of the files.
   *
   * @param validators whether there is a module that checks arguments, of {@link #TYPESCRIPT}
   * @param packageName of {@link #JAVA}
   */
  public record Choices(boolean validators, String packageName) {
    public static final Choices DEFAULT = new Choices(false, "actors");
  }

  /** Text by file name, {@value #MANIFEST} last. */
  public Map<String, String> files(List<ClassModel> classes, Choices choices) {
    Map<String, ClassModel> sorted = new TreeMap<>();
    classes.forEach(it -> sorted.put(it.name(), it));
    Manifest manifest = manifest(classes);
    Map<String, String> files =
        new LinkedHashMap<>(
            switch (this) {
              case TYPESCRIPT -> TypeScriptTarget.files(sorted, manifest, choices.validators());
              case JAVA -> JavaTarget.files(sorted, manifest, choices.packageName());
              case JSON_SCHEMA -> JsonSchemaTarget.files(sorted.values());
              case OPENAPI -> OpenApiTarget.files(sorted.values(), manifest);
            });
    ObjectNode schemas = Json.object();
    sorted.forEach((name, model) -> schemas.set(name, model.schemas()));
    files.put(SCHEMAS, Json.indented(schemas));
    files.put(MANIFEST, manifest(sorted, manifest, files));
    return files;
  }

  /** The manifest of the classes. */
  public static Manifest manifest(List<ClassModel> classes) {
    Map<String, Version> resolved = new TreeMap<>();
    classes.forEach(it -> resolved.put(it.name(), it.version()));
    return Manifest.of(resolved);
  }

  /** A manifest as JSON: its hash, and the versions by class. */
  public static ObjectNode document(Manifest manifest) {
    ObjectNode document = Json.object().put("sha256", manifest.sha());
    ObjectNode resolved = document.putObject("resolved");
    manifest.resolved().forEach((name, version) -> resolved.put(name, version.toString()));
    return document;
  }

  private static String manifest(
      Map<String, ClassModel> classes, Manifest manifest, Map<String, String> files) {
    ObjectNode document = document(manifest);
    ObjectNode sources = document.putObject("sources");
    classes.forEach((name, model) -> sources.put(name, model.sourceSha()));
    ObjectNode hashes = document.putObject("files");
    files.forEach((name, text) -> hashes.put(name, Sha256.of(text)));
    return Json.indented(document);
  }

  /** As it is said on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
