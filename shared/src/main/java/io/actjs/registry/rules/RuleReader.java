package io.actjs.registry.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads the rules of a file; whatever is not understood is refused where it stands. */
final class RuleReader {
  private static final List<String> MEMBERS =
      List.of("effect", "kinds", "methods", "owner", "role", "tag", "tenant", "when", "reason");
  private static final List<String> KINDS =
      List.of("call", "tell", "read", "subscribe", "create", "destroy");
  private static final int MOST_RULES = 200;
  private static final int LONGEST_REASON = 500;

  private final YamlTree yaml;

  /**
   * @param file its name, for messages
   */
  RuleReader(String file) {
    this.yaml = new YamlTree(file);
  }

  /**
   * @throws io.actjs.model.ActjsException {@code ClassInvalid}
   */
  List<Rule> read(String text) {
    Node root = yaml.read(text);
    Node rules = members(root, List.of("rules")).get("rules");
    if (!(rules instanceof SequenceNode list) || list.getValue().isEmpty()) {
      throw yaml.wrong(root, "\"rules\" is a list of rules");
    }
    if (list.getValue().size() > MOST_RULES) {
      throw yaml.wrong(rules, "more than " + MOST_RULES + " rules");
    }
    return list.getValue().stream().map(this::rule).toList();
  }

  private Rule rule(Node node) {
    Map<String, Node> members = members(node, MEMBERS);
    Node effect = members.get("effect");
    if (effect == null) {
      throw yaml.wrong(node, "a rule has an effect: allow or deny");
    }
    Node when = members.get("when");
    Node reason = members.get("reason");
    return new Rule(
        1 + node.getStartMark().orElseThrow().getLine(),
        oneOf(effect, List.of("allow", "deny")).equals("allow"),
        texts(members.get("kinds"), KINDS),
        texts(members.get("methods"), List.of()),
        pointer(members.get("owner")),
        texts(members.get("role"), List.of()),
        texts(members.get("tag"), List.of()),
        pointer(members.get("tenant")),
        when == null ? null : condition(when),
        reason == null ? null : reason(reason));
  }

  private String condition(Node when) {
    try {
      return CelScript.of(text(when));
    } catch (CelScript.Refused e) {
      throw yaml.wrong(when, "when: " + e.getMessage());
    }
  }

  private String reason(Node node) {
    String text = text(node);
    if (text.length() > LONGEST_REASON) {
      throw yaml.wrong(node, "a reason has " + LONGEST_REASON + " characters at most");
    }
    return text;
  }

  private Map<String, Node> members(Node node, List<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      throw yaml.wrong(node, "a mapping was expected, with " + String.join(", ", known));
    }
    Map<String, Node> members = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      String name = text(key);
      if (!known.contains(name)) {
        throw yaml.wrong(
            key, "unknown key \"%s\"; did you mean \"%s\"?".formatted(name, nearest(name, known)));
      }
      if (members.put(name, tuple.getValueNode()) != null) {
        throw yaml.wrong(key, "\"" + name + "\" is there twice");
      }
    }
    return members;
  }

  private String text(Node node) {
    if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
      throw yaml.wrong(node, "a text was expected; put it in quotes");
    }
    return scalar.getValue();
  }

  private String oneOf(Node node, List<String> known) {
    String text = text(node);
    if (!known.contains(text)) {
      throw yaml.wrong(
          node,
          "\"%s\" is none of %s; did you mean \"%s\"?"
              .formatted(text, String.join(", ", known), nearest(text, known)));
    }
    return text;
  }

  /** A text or a list of texts, of those that are known, if there are any. */
  private List<String> texts(@Nullable Node node, List<String> known) {
    if (node == null) {
      return List.of();
    }
    List<Node> nodes = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    if (nodes.isEmpty()) {
      throw yaml.wrong(node, "the list is empty: the rule would never decide");
    }
    return nodes.stream().map(each -> known.isEmpty() ? text(each) : oneOf(each, known)).toList();
  }

  /** The names in a JSON pointer. */
  private @Nullable List<String> pointer(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    String text = text(node);
    if (!text.startsWith("/") || text.matches(".*~(?![01]).*")) {
      throw yaml.wrong(node, "\"" + text + "\" is no JSON pointer into the state, such as /owner");
    }
    List<String> names = new ArrayList<>();
    for (String name : text.substring(1).split("/", -1)) {
      names.add(name.replace("~1", "/").replace("~0", "~"));
    }
    return names;
  }

  private static String nearest(String name, List<String> known) {
    return known.stream().min(Comparator.comparingInt(each -> distance(name, each))).orElseThrow();
  }

  /** How many characters differ, are missing or too many. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= Math.min(one.length(), 100); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
