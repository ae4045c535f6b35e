package io.actjs.actctl.shell;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/** Proposes what can stand at the cursor: from the server, its schemas, and the session. */
final class LineCompleter implements Completer {
  private static final Map<String, String> VERBS =
      Map.of(
          "state", "reads the state",
          "info", "what is known of the actor",
          "delete", "deletes the actor",
          "call", "calls a handler by its name",
          "tell", "sends a message by its name");

  private final Session session;
  private final Catalog catalog;

  LineCompleter(Session session, Catalog catalog) {
    this.session = session;
    this.catalog = catalog;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line instanceof LineParser.Input input) {
      candidates.addAll(input.place().isMissingNode() ? ofCommand(input) : of(input.place()));
    }
  }

  private List<Candidate> ofCommand(LineParser.Input input) {
    String[] words = input.line().substring(0, input.cursor()).stripLeading().split(" +", -1);
    List<Candidate> found = new ArrayList<>();
    if (words.length == 1) {
      for (DotCommand each : DotCommand.values()) {
        found.add(candidate(each.text(), each.does(), ""));
      }
    } else if (words[0].equals(DotCommand.WATCH.text()) && words.length == 2) {
      catalog.namesAtHand().forEach(name -> found.add(candidate(name, "", "")));
    } else if (words[0].equals(DotCommand.WATCH.text()) && words.length == 3) {
      catalog.ids(words[1]).stream()
          .filter(id -> !id.contains(" "))
          .forEach(id -> found.add(candidate(id, "", "")));
    }
    return found;
  }

  private List<Candidate> of(JsonNode place) {
    List<Candidate> found = new ArrayList<>();
    String quote = place.path("quote").asText();
    switch (place.path("kind").asText()) {
      case "name" -> names(place.path("prefix").asText(), found);
      case "class" ->
          catalog.namesAtHand().forEach(name -> found.add(candidate(name, "class", quote)));
      case "id" ->
          catalog
              .ids(place.path("class").asText())
              .forEach(id -> found.add(candidate(escaped(id, quote), "", quote)));
      case "method" -> methods(place, found);
      case "handler" -> {
        String name = classOf(place.path("target"));
        if (name != null) {
          handlers(name, quote, found);
        }
      }
      case "argument" -> argument(place, found);
      case "member" -> members(place, found);
      case "value" -> values(place, quote, found);
      default -> {}
    }
    return found;
  }

  private void names(String prefix, List<Candidate> found) {
    Set<String> classes = new HashSet<>(catalog.namesAtHand());
    classes.forEach(name -> found.add(candidate(name, "class", "")));
    if (!prefix.isEmpty()) {
      for (JsonNode name : session.members(List.of()).path("names")) {
        if (!classes.contains(name.asText())) {
          found.add(candidate(name.asText(), "", ""));
        }
      }
    }
  }

  private void methods(JsonNode place, List<Candidate> found) {
    JsonNode target = place.path("target");
    String className = classOf(target);
    if (className != null) {
      handlers(className, "(", found);
      VERBS.forEach((name, does) -> found.add(candidate(name, name, does, "(", 1)));
      return;
    }
    for (JsonNode name : session.members(path(target)).path("names")) {
      found.add(candidate(name.asText(), "", ""));
    }
  }

  private void handlers(String className, String suffix, List<Candidate> found) {
    ArgumentTypes types = new ArgumentTypes(catalog.schemas(className));
    for (String name : catalog.handlers(className)) {
      found.add(candidate(name, types.signature(name), suffix));
    }
  }

  private static List<String> path(JsonNode target) {
    List<String> path = new ArrayList<>();
    target.path("variable").forEach(each -> path.add(each.asText()));
    return path;
  }

  /** The class of the actor that a target is; null when it is none. */
  private @Nullable String classOf(JsonNode target) {
    if (target.has("class")) {
      return target.path("class").asText();
    }
    List<String> path = path(target);
    if (path.isEmpty()) {
      return null;
    }
    return session.members(path).path("actor").path("class").asText(null);
  }

  private void argument(JsonNode place, List<Candidate> found) {
    JsonNode schema = schema(place);
    String type = typesOf(place).text(schema);
    if (schema.isMissingNode()) {
      found.add(candidate(")", "", ""));
    } else if (!typesOf(place).members(schema).isEmpty()) {
      found.add(candidate("{ ", "{ …", type, "", 0));
    }
  }

  private void members(JsonNode place, List<Candidate> found) {
    Set<String> present = new HashSet<>();
    place.path("present").forEach(each -> present.add(each.asText()));
    typesOf(place)
        .members(schema(place))
        .forEach(
            (name, member) -> {
              if (!present.contains(name)) {
                String type = member.type() + (member.isOptional() ? ", optional" : "");
                found.add(
                    candidate(keyOf(name) + ": ", name, type, "", member.isOptional() ? 1 : 0));
              }
            });
  }

  private static String keyOf(String name) {
    return name.matches("[\\p{L}_$][\\p{L}\\p{Nd}_$]*") ? name : "'" + escaped(name, "'") + "'";
  }

  private void values(JsonNode place, String quote, List<Candidate> found) {
    for (String literal : typesOf(place).literals(schema(place))) {
      boolean isText = literal.startsWith("'");
      if (quote.isEmpty()) {
        found.add(candidate(literal, "", ""));
      } else if (isText) {
        found.add(candidate(literal.substring(1, literal.length() - 1), "", quote));
      }
    }
  }

  private ArgumentTypes typesOf(JsonNode place) {
    String className = classOf(place.path("target"));
    return new ArgumentTypes(className == null ? place.path("none") : catalog.schemas(className));
  }

  private JsonNode schema(JsonNode place) {
    ArgumentTypes types = typesOf(place);
    JsonNode root =
        place.path("create").asBoolean()
            ? types.ofCreation()
            : types.of(place.path("handler").asText());
    List<String> path = new ArrayList<>();
    place.path("path").forEach(each -> path.add(each.asText()));
    return types.at(root, path);
  }

  private static String escaped(String text, String quote) {
    String escaped = text.replace("\\", "\\\\");
    return quote.isEmpty() ? escaped : escaped.replace(quote, "\\" + quote);
  }

  private static Candidate candidate(String value, String description, String suffix) {
    return candidate(value, value, description, suffix, 0);
  }

  /**
   * @param rank those with a lower one come first
   */
  private static Candidate candidate(
      String value, String shown, String description, String suffix, int rank) {
    return new Candidate(
        value,
        shown,
        null,
        description.isEmpty() ? null : description,
        suffix.isEmpty() ? null : suffix,
        null,
        false,
        rank);
  }
}
