package io.actjs.registry.rules;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of rules, and conditions of one: refused as a class, or code in which they are text only.
 */
public final class PolicyFuzz {
  private static final ClassRef CART = new ClassRef("Cart", Version.parse("1.0.0"));

  /** The script of a rule without members: what stands around all rules. */
  private static final String FRAME = script("rules: [{effect: allow}]");

  private static final String FIRST = "$ => [\n";
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\p{N}_$])[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?");
  private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  /** Everything in the code of rules that is no text, no number and no punctuation. */
  private static final Set<String> WORDS =
      Set.of(
          "line",
          "allow",
          "kinds",
          "methods",
          "owner",
          "roles",
          "tags",
          "tenant",
          "reason",
          "when",
          "true",
          "false",
          "null",
          "$",
          "x",
          "not",
          "eq",
          "ne",
          "lt",
          "le",
          "gt",
          "ge",
          "in",
          "at",
          "size",
          "startsWith",
          "endsWith",
          "contains",
          "notFalse",
          "has",
          "get",
          "list",
          "and",
          "or",
          "cond",
          "join",
          "fold");

  private static final Pattern VARIABLE = Pattern.compile("v[0-9]+");
  private static final Pattern REST = Pattern.compile("[-.,:(){}\\[\\];=> \n]*");

  private PolicyFuzz() {}

  /**
   * @param data the text of a file; or, behind a blank, a condition
   */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    String yaml =
        text.startsWith(" ")
            ? "rules: [{effect: allow, when: " + PolicyRules.quoted(text.substring(1)) + "}]"
            : text;
    String script;
    try {
      script = script(yaml);
    } catch (ActjsException e) {
      if (e.code() != ProblemCode.ClassInvalid) {
        throw new AssertionError("refused as " + e.code(), e);
      }
      return;
    }
    if (!script.isEmpty()) {
      requireTextOnly(script);
    }
  }

  private static String script(String yaml) {
    return PolicyRules.script(CART, PolicyBlock.append("Cart", "export class Cart {}", yaml));
  }

  private static void requireTextOnly(String script) {
    int from = FRAME.indexOf(FIRST) + FIRST.length();
    if (!script.startsWith(FRAME.substring(0, from)) || !script.endsWith("]);\n")) {
      throw new AssertionError("not framed: " + script);
    }
    String code = STRING.matcher(script.substring(from)).replaceAll("");
    code = NUMBER.matcher(code).replaceAll("");
    Matcher words = WORD.matcher(code);
    while (words.find()) {
      String word = words.group();
      if (!WORDS.contains(word) && !VARIABLE.matcher(word).matches()) {
        throw new AssertionError("the word " + word + " in " + script);
      }
    }
    if (!REST.matcher(words.replaceAll("")).matches()) {
      throw new AssertionError("more than text in " + script);
    }
  }
}
