package io.actjs.registry.rules;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The tree of a YAML file from somebody who is not trusted: bounded in size and depth, one
 * document, and nothing in it that stands for something elsewhere.
 */
final class YamlTree {
  static final int MOST_CHARS = 64 << 10;
  private static final int DEEPEST = 8;

  private final String file;

  YamlTree(String file) {
    this.file = file;
  }

  /**
   * @throws ActjsException {@code ClassInvalid}
   */
  Node read(String yaml) {
    if (yaml.length() > MOST_CHARS) {
      throw problem(
          null, "the file has %d characters, and may have %d".formatted(yaml.length(), MOST_CHARS));
    }
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(MOST_CHARS).build();
    try {
      check(settings, yaml);
      return new Compose(settings)
          .composeString(yaml)
          .orElseThrow(() -> problem(null, "the file is empty: it begins with \"rules:\""));
    } catch (MarkedYamlEngineException e) {
      throw problem(e.getProblemMark().orElse(null), String.valueOf(e.getProblem()));
    } catch (YamlEngineException e) {
      throw problem(null, String.valueOf(e.getMessage()));
    }
  }

  /** Before anything is made of it. */
  private void check(LoadSettings settings, String yaml) {
    int depth = 0;
    int documents = 0;
    for (Event event : new Parse(settings).parseString(yaml)) {
      Mark at = event.getStartMark().orElse(null);
      if (event instanceof AliasEvent || isAnchored(event)) {
        throw problem(at, "anchors and aliases are not allowed: write it out");
      }
      if (tag(event).isPresent()) {
        throw problem(at, "tags are not allowed: remove " + tag(event).get());
      }
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        throw problem(at, "a file has one document");
      }
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw problem(at, "nested deeper than " + DEEPEST);
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private static boolean isAnchored(Event event) {
    return event instanceof NodeEvent node && node.getAnchor().isPresent();
  }

  private static Optional<String> tag(Event event) {
    return switch (event) {
      case ScalarEvent scalar -> scalar.getTag();
      case CollectionStartEvent collection -> collection.getTag();
      default -> Optional.empty();
    };
  }

  ActjsException wrong(Node at, String problem) {
    return problem(at.getStartMark().orElse(null), problem);
  }

  /** What is wrong, and where. */
  private ActjsException problem(@Nullable Mark at, String problem) {
    String place = at == null ? "" : (at.getLine() + 1) + ":" + (at.getColumn() + 1) + ":";
    return new ActjsException(ProblemCode.ClassInvalid, "%s:%s %s".formatted(file, place, problem));
  }
}
