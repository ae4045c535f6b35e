package io.actjs.engine.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The source of a class that was bundled with what it imports: JavaScript, the body of a function
 * that returns the exports of the author's file, and behind it a comment with all that its
 * publisher knows of it. So it is one text, which is hashed, signed, stored and read back as a
 * whole.
 *
 * @param code as above; it has {@code require} in scope, which knows the kit alone
 * @param entry name of the author's file among the sources
 * @param bundler what made it, and its version
 * @param inputs what went in: the author's files, and packages
 * @param sources path of each of the author's files, relative to the entry's folder, to its text
 * @param schemas as {@link io.actjs.model.PublishedClass} says; empty when the types were ignored
 * @param sourceMap version 3, from the code to the author's files, without their texts
 */
public record BundledSource(
    String code,
    String entry,
    String bundler,
    List<Input> inputs,
    Map<String, String> sources,
    String schemas,
    String sourceMap) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String BEGIN = "\n/* actjs-bundle\n{\"entry\":";
  private static final String END = "\n*/\n";
  private static final int BEFORE_JSON = BEGIN.indexOf('{');
  private static final ClassRef NOBODY = new ClassRef("Nobody", new Version(0, 0, 0, ""));

  /**
   * Something that went in.
   *
   * @param path of a file, relative to the entry's folder; of a package, {@code name@version}
   * @param files how many; 1 for a file
   * @param bytes of all of them
   * @param sha256 of the file; of a package, of its files in the order of their paths, as lines of
   *     path and hash
   */
  public record Input(String path, int files, long bytes, String sha256) {}

  /**
   * What a source holds; null when it is no bundle.
   *
   * @throws ActjsException {@code ClassInvalid} when what is behind its code is not JSON
   */
  public static @Nullable BundledSource of(String source) {
    int begin = source.lastIndexOf(BEGIN);
    int end = begin < 0 ? -1 : source.indexOf(END, begin);
    if (end < 0) {
      return null;
    }
    try {
      JsonNode json = JSON.readTree(source.substring(begin + BEFORE_JSON, end));
      List<Input> inputs = new ArrayList<>();
      for (JsonNode input : json.path("inputs")) {
        inputs.add(
            new Input(
                input.path("path").asText(),
                input.path("files").asInt(),
                input.path("bytes").asLong(),
                input.path("sha256").asText()));
      }
      Map<String, String> sources = new TreeMap<>();
      json.path("sources")
          .properties()
          .forEach(it -> sources.put(it.getKey(), it.getValue().asText()));
      return new BundledSource(
          source.substring(0, begin),
          json.path("entry").asText(),
          json.path("bundler").asText(),
          List.copyOf(inputs),
          sources,
          json.has("schemas") ? json.path("schemas").toString() : "",
          json.path("map").toString());
    } catch (JsonProcessingException e) {
      throw damaged("is not JSON", e);
    }
  }

  /**
   * To be called before it is published: others read the schemas, and positions are found by the
   * map.
   *
   * @throws ActjsException {@code ClassInvalid} when one of them has not its form
   */
  public void requireForm() {
    if (!schemas.isEmpty() && !isDescribed()) {
      throw damaged("has no schemas as \"actctl schema\" prints them", null);
    }
    try {
      var unused = VlqSourceMap.of(NOBODY, sourceMap);
    } catch (IllegalArgumentException e) {
      throw damaged("has no source map: " + e.getMessage(), e);
    }
  }

  private boolean isDescribed() {
    try {
      JsonNode handlers = JSON.readTree(schemas).path("handlers");
      boolean described = handlers.isObject();
      for (JsonNode handler : handlers) {
        described &= handler.isObject();
      }
      return described;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static ActjsException damaged(String how, @Nullable Throwable cause) {
    return new ActjsException(
        ProblemCode.ClassInvalid,
        "what stands behind the code, in the comment actjs-bundle, "
            + how
            + ": publish what \"actctl publish\" makes of the files",
        cause);
  }

  /** The author's text of the class file of a source, whether that was bundled or not. */
  public static String authorsText(String source) {
    BundledSource bundle = of(source);
    return bundle == null ? source : bundle.sources.getOrDefault(bundle.entry, "");
  }

  /** The one text. */
  public String text() {
    ObjectNode json = JSON.createObjectNode().put("entry", entry).put("bundler", bundler);
    for (Input input : inputs) {
      json.withArrayProperty("inputs")
          .addObject()
          .put("path", input.path())
          .put("files", input.files())
          .put("bytes", input.bytes())
          .put("sha256", input.sha256());
    }
    ObjectNode texts = json.putObject("sources");
    new TreeMap<>(sources).forEach(texts::put);
    try {
      if (!schemas.isEmpty()) {
        json.set("schemas", JSON.readTree(schemas));
      }
      json.set("map", JSON.readTree(sourceMap));
      // In JSON a slash may be escaped, and then ends no comment.
      String behind = JSON.writeValueAsString(json).replace("*/", "*\\/");
      return code + BEGIN.substring(0, BEFORE_JSON) + behind + END;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a bundle is not JSON", e);
    }
  }
}
