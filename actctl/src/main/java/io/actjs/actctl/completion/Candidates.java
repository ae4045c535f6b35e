package io.actjs.actctl.completion;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.config.Keys;
import io.actjs.actctl.config.Layers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the server of a line, and the folder, have to choose from. */
final class Candidates {
  private final Keys keys;
  private final Server server;
  private final List<String> before;

  /**
   * @param keys of the configuration, which has the profiles
   * @param before the arguments before the word: a class first, where one belongs
   */
  Candidates(Keys keys, Server server, List<String> before) {
    this.keys = keys;
    this.server = server;
    this.before = before;
  }

  /**
   * All of a kind; more than begin with the word, and for ids the first ones only.
   *
   * @param kind the text of a {@link ValueKind}; another one has none
   */
  List<String> of(String kind, String word) {
    return switch (kind) {
      case "profile" -> profiles();
      case "class" -> classes();
      case "ref" -> refs(word, "@");
      case "class-or-ref" -> refs(word, "");
      case "version" -> before.isEmpty() ? List.of() : versions(className());
      case "id" -> before.isEmpty() ? List.of() : ids(className());
      case "method" -> before.isEmpty() ? List.of() : methods(className());
      default -> List.of();
    };
  }

  private String className() {
    return before.getFirst();
  }

  private List<String> profiles() {
    return List.copyOf(Layers.read(keys, Path.of(""), System::getenv).profiles());
  }

  private List<String> classes() {
    return texts(server.get("/v1/classes").path("classes"), "");
  }

  /** Classes until one is written, then its versions. */
  private List<String> refs(String word, String end) {
    int at = word.indexOf('@');
    if (at < 0) {
      return classes().stream().map(it -> it + end).toList();
    }
    String name = word.substring(0, at);
    return versions(name).stream().map(it -> name + "@" + it).toList();
  }

  private List<String> versions(String name) {
    return texts(listed(name), "version");
  }

  private JsonNode listed(String name) {
    return server.get(Server.path("v1", "classes", name, "versions")).path("versions");
  }

  private List<String> ids(String name) {
    String query = "/v1/actors?limit=1000&class=" + Server.encode(name);
    return texts(server.get(query).path("actors"), "id");
  }

  /** Of all versions: which of them answers, the server decides. */
  private List<String> methods(String name) {
    List<String> all = new ArrayList<>();
    listed(name).forEach(version -> all.addAll(texts(version.path("handlers"), "")));
    return all;
  }

  /**
   * @param member of each element, or empty for the elements themselves
   */
  private static List<String> texts(JsonNode array, String member) {
    List<String> all = new ArrayList<>();
    array.forEach(it -> all.add((member.isEmpty() ? it : it.path(member)).asText()));
    return all;
  }
}
