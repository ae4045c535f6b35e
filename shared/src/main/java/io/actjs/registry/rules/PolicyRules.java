package io.actjs.registry.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.model.ClassRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rules of a class its policy: JavaScript that is stored with it, so that an actor has
 * one table of decisions, which is where it runs, whoever wrote it.
 */
public final class PolicyRules {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FRAME = read();

  private PolicyRules() {}

  /**
   * The code to be added to that of the class; empty when its source has no rules.
   *
   * @throws io.actjs.model.ActjsException {@code ClassInvalid}, with the line and the column
   */
  public static String script(ClassRef ref, String source) {
    String yaml = PolicyBlock.of(source);
    if (yaml == null) {
      return "";
    }
    String file = ref.name() + ".policy.yaml";
    StringBuilder code = new StringBuilder(FRAME.length() + 2 * yaml.length());
    code.append('\n').append(FRAME.strip()).append('(').append(quoted(file)).append(", $ => [\n");
    for (Rule rule : new RuleReader(file).read(yaml)) {
      write(rule, code);
    }
    return code.append("]);\n").toString();
  }

  private static void write(Rule rule, StringBuilder code) {
    code.append("{ line: ").append(rule.line()).append(", allow: ").append(rule.allow());
    member("kinds", rule.kinds(), code);
    member("methods", rule.methods(), code);
    member("owner", rule.owner(), code);
    member("roles", rule.roles(), code);
    member("tags", rule.tags(), code);
    member("tenant", rule.tenant(), code);
    if (rule.reason() != null) {
      code.append(", reason: ").append(quoted(rule.reason()));
    }
    if (rule.when() != null) {
      code.append(", when: x => ").append(rule.when());
    }
    code.append(" },\n");
  }

  private static void member(String name, @Nullable List<String> texts, StringBuilder code) {
    if (texts != null && !texts.isEmpty()) {
      code.append(", ").append(name).append(": [");
      texts.forEach(text -> code.append(quoted(text)).append(','));
      code.append(']');
    }
  }

  /** A text as JavaScript has it. */
  static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text is JSON", e);
    }
  }

  private static String read() {
    try (InputStream in =
        Objects.requireNonNull(PolicyRules.class.getResourceAsStream("policy-rules.js"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
