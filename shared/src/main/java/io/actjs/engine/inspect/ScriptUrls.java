package io.actjs.engine.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a debugger sees of the scripts of classes. V8 knows each version by a name of its own, which
 * stack traces are read by; a debugger knows all versions of a class by one address, that of its
 * file, so that a breakpoint that is set by it holds in later versions. Thread-safe.
 */
final class ScriptUrls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAMED = Pattern.compile("\"url\":\"(\\w+)@([^\"/\\\\]+)\\.ts\"");
  private static final String PARSED = "{\"method\":\"Debugger.scriptParsed\"";
  private static final String BY_URL = "Debugger.setBreakpointByUrl";
  private static final String REGEX = "urlRegex";
  private static final String URL = "url";

  private final Function<String, @Nullable Path> file;

  /** Name of a version to its source map. */
  private final Map<String, String> maps = new ConcurrentHashMap<>();

  /** The classes that have been seen. */
  private final Map<String, String> addresses = new ConcurrentHashMap<>();

  ScriptUrls(Function<String, @Nullable Path> file) {
    this.file = file;
  }

  /** A version of a class is about to be evaluated. */
  void add(String ref, String sourceMap) {
    String className = ref.substring(0, ref.indexOf('@'));
    addresses.put(className, address(className));
    maps.put(ref, sourceMap);
  }

  private String address(String className) {
    Path path = file.apply(className);
    return path == null ? "actjs:///" + className + ".ts" : address(path);
  }

  private static String address(Path path) {
    return "file://" + path.toUri().getRawPath();
  }

  /** A message of V8, as the debugger gets it. */
  String outgoing(String message) {
    Matcher names = NAMED.matcher(message);
    if (!names.find()) {
      return message;
    }
    String ref = names.group(1) + "@" + names.group(2);
    String told =
        names.replaceAll(
            found ->
                Matcher.quoteReplacement(
                    "\"url\":\"" + addresses.getOrDefault(found.group(1), found.group()) + "\""));
    return message.startsWith(PARSED) ? withMap(told, maps.getOrDefault(ref, "")) : told;
  }

  private String withMap(String message, String map) {
    if (map.isEmpty()) {
      return message;
    }
    ObjectNode told = (ObjectNode) parse(message);
    ObjectNode params = (ObjectNode) told.path("params");
    params.put("sourceMapURL", dataUrl(map, params.path(URL).asText()));
    return told.toString();
  }

  /** With the texts of the sources as they are now: not every debugger can read files. */
  private static String dataUrl(String map, String scriptUrl) {
    ObjectNode json = (ObjectNode) parse(map);
    ArrayNode addresses = JSON.createArrayNode();
    ArrayNode texts = JSON.createArrayNode();
    for (JsonNode source : json.path("sources")) {
      String name = source.asText();
      if (scriptUrl.startsWith("file://")) {
        Path path = Path.of(URI.create(scriptUrl)).resolveSibling(name).normalize();
        addresses.add(address(path));
        texts.add(text(path));
      } else {
        addresses.add(name);
        texts.addNull();
      }
    }
    json.set("sources", addresses);
    json.set("sourcesContent", texts);
    json.remove("sourceRoot");
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    return "data:application/json;base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private static @Nullable String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return null;
    }
  }

  /** A message of the debugger, as V8 gets it. */
  String incoming(String message) {
    if (!message.contains(BY_URL)) {
      return message;
    }
    JsonNode json = parse(message);
    if (!json.path("method").asText().equals(BY_URL)
        || !(json.path("params") instanceof ObjectNode params)) {
      return message;
    }
    List<String> classes = new ArrayList<>();
    addresses.forEach(
        (className, address) -> {
          if (names(params, address)) {
            classes.add(className);
          }
        });
    String unseen = unseenClass(params.path(URL).asText());
    if (classes.isEmpty() && unseen != null) {
      classes.add(unseen);
    }
    if (!classes.isEmpty()) {
      params.remove(URL);
      params.put(REGEX, "^(?:" + String.join("|", classes) + ")@[^/]+\\.ts$");
    }
    return json.toString();
  }

  private static boolean names(ObjectNode params, String address) {
    if (params.has(URL)) {
      return params.path(URL).asText().equals(address);
    }
    try {
      return params.has(REGEX)
          && Pattern.compile(params.path(REGEX).asText()).matcher(address).find();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /** The class of a file that no version was loaded of yet. */
  private @Nullable String unseenClass(String url) {
    Matcher name = Pattern.compile("([A-Za-z_]\\w*)\\.ts$").matcher(url);
    return name.find() && address(name.group(1)).equals(url) ? name.group(1) : null;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
