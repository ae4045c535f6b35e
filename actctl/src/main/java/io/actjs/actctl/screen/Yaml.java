package io.actjs.actctl.screen;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * JSON values as YAML 1.2 in block style, members in their order and numbers with every digit.
 *
 * <p>Strings that a reader of YAML 1.1 would take for a number, a time or a truth value are quoted
 * as well: such readers are still common.
 */
final class Yaml {
  private static final int WIDTH = 100;

  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setWidth(WIDTH)
          .setBestLineBreak("\n")
          .build();

  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "(?i)y|yes|n|no|on|off|true|false|null|~|=|<<|[-+]?\\.(inf|nan)"
              + "|[-+.]?\\d[\\da-fox_:.,+\\-tz ]*");

  /** A character that cannot stand for itself. */
  private static final String SPECIAL = "\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff";

  private static final Pattern HAS_SPECIAL = Pattern.compile("[" + SPECIAL + "]");

  private Yaml() {}

  /** One document, without a newline at its end. */
  static String text(JsonNode value) {
    StringBuilder text = new StringBuilder();
    new Dump(SETTINGS)
        .dumpNode(
            node(value),
            new StreamDataWriter() {
              @Override
              public void write(String part) {
                text.append(part);
              }

              @Override
              public void write(String part, int from, int length) {
                text.append(part, from, from + length);
              }
            });
    text.setLength(text.length() - 1); // The newline that ends the document.
    return text.toString();
  }

  private static Node node(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> mapping(value);
      case ARRAY -> {
        List<Node> items = new ArrayList<>();
        value.forEach(item -> items.add(node(item)));
        yield new SequenceNode(Tag.SEQ, items, FlowStyle.BLOCK);
      }
      case NUMBER -> plain(value.isIntegralNumber() ? Tag.INT : Tag.FLOAT, value.toString());
      case BOOLEAN -> plain(Tag.BOOL, value.asText());
      case STRING -> string(value.textValue());
      case NULL, MISSING -> plain(Tag.NULL, "null");
      case BINARY, POJO -> throw new IllegalArgumentException("no value of JSON: " + value);
    };
  }

  private static Node mapping(JsonNode object) {
    List<NodeTuple> members = new ArrayList<>();
    object
        .properties()
        .forEach(
            member -> members.add(new NodeTuple(key(member.getKey()), node(member.getValue()))));
    return new MappingNode(Tag.MAP, members, FlowStyle.BLOCK);
  }

  private static Node plain(Tag tag, String text) {
    return new ScalarNode(tag, text, ScalarStyle.PLAIN);
  }

  private static Node key(String name) {
    return new ScalarNode(Tag.STR, name, style(name));
  }

  /** Whether a literal block shows it as it is. */
  private static boolean isLines(String text) {
    return !HAS_SPECIAL.matcher(text.replace("\n", "")).find()
        && !text.startsWith("\n")
        && !text.startsWith(" ")
        && !text.endsWith(" ")
        && !text.contains(" \n");
  }

  /** Whether it may be folded at any blank. */
  private static boolean isWords(String text) {
    return text.indexOf(' ') > 0
        && !HAS_SPECIAL.matcher(text).find()
        && !text.endsWith(" ")
        && !text.contains("  ");
  }

  /** How it stands on one line. */
  private static ScalarStyle style(String text) {
    if (HAS_SPECIAL.matcher(text).find()) {
      return ScalarStyle.DOUBLE_QUOTED;
    }
    return AMBIGUOUS.matcher(text).matches() ? ScalarStyle.SINGLE_QUOTED : ScalarStyle.PLAIN;
  }

  private static Node string(String text) {
    ScalarStyle style = style(text);
    if (text.indexOf('\n') >= 0 && isLines(text)) {
      style = ScalarStyle.LITERAL;
    } else if (text.length() > WIDTH && isWords(text)) {
      style = ScalarStyle.FOLDED;
    }
    return new ScalarNode(Tag.STR, text, style);
  }
}
