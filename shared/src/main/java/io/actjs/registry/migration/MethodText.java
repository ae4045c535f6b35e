package io.actjs.registry.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The text of a JavaScript function without what does not matter to what it does: comments, blanks,
 * line ends, which quotes a text has, commas and semicolons before a closing bracket. Two functions
 * with one such text are the same; of what they call nothing is known.
 */
public final class MethodText {
  private static final Set<String> BEFORE_EXPRESSION =
      Set.of(
          "return",
          "typeof",
          "instanceof",
          "in",
          "of",
          "new",
          "delete",
          "void",
          "throw",
          "case",
          "do",
          "else",
          "yield",
          "await");

  /** What the engine says in place of the text of a function that it has none of. */
  private static final String NATIVE = "[native code]";

  private final String source;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private MethodText(String source) {
    this.source = source;
  }

  /** Whether the text tells what the function does. */
  public static boolean tells(String source) {
    return !source.contains(NATIVE);
  }

  public static String of(String source) {
    MethodText text = new MethodText(source);
    while (text.at < source.length()) {
      text.next();
    }
    return String.join(" ", text.tokens);
  }

  private void next() {
    char c = source.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (source.startsWith("//", at)) {
      at = endOf("\n", at);
    } else if (source.startsWith("/*", at)) {
      at = endOf("*/", at + 2);
    } else if (c == '\'' || c == '"') {
      quoted(c);
    } else if (c == '`') {
      take(endOfTemplate(at));
    } else if (c == '/' && beginsExpression()) {
      take(endOfRegex());
    } else if (isWord(c)) {
      int end = at;
      while (end < source.length() && isWord(source.charAt(end))) {
        end++;
      }
      take(end);
    } else {
      if (c == '}' || c == ')' || c == ']') {
        dropBeforeClosing(c);
      }
      take(at + 1);
    }
  }

  private static boolean isWord(char c) {
    return Character.isJavaIdentifierPart(c) || c == '#' || c == '\\';
  }

  private void take(int end) {
    tokens.add(source.substring(at, end));
    at = end;
  }

  /** The place after the next occurrence of the text, or the end. */
  private int endOf(String text, int from) {
    int found = source.indexOf(text, from);
    return found < 0 ? source.length() : found + text.length();
  }

  private void dropBeforeClosing(char closing) {
    String last = tokens.isEmpty() ? "" : tokens.getLast();
    if (last.equals(",") || (closing == '}' && last.equals(";"))) {
      tokens.removeLast();
    }
  }

  private void quoted(char quote) {
    int end = at + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    end = Math.min(end + 1, source.length());
    String text = source.substring(at, end);
    boolean plain = text.indexOf('\\') < 0 && text.indexOf(quote == '"' ? '\'' : '"') < 0;
    tokens.add(plain ? text.replace('\'', '"') : text);
    at = end;
  }

  /** Of a template, those within its expressions too. */
  private int endOfTemplate(int from) {
    int end = from + 1;
    int depth = 0;
    while (end < source.length()) {
      char c = source.charAt(end);
      if (c == '\\') {
        end++;
      } else if (depth == 0 && c == '`') {
        return end + 1;
      } else if (depth == 0 && source.startsWith("${", end)) {
        depth = 1;
        end++;
      } else if (depth > 0 && c == '`') {
        end = endOfTemplate(end) - 1;
      } else if (depth > 0 && c == '{') {
        depth++;
      } else if (depth > 0 && c == '}') {
        depth--;
      }
      end++;
    }
    return source.length();
  }

  /** Whether a slash begins a regular expression here, as opposed to dividing. */
  private boolean beginsExpression() {
    if (tokens.isEmpty()) {
      return true;
    }
    String last = tokens.getLast();
    char c = last.charAt(last.length() - 1);
    boolean value =
        isWord(c) || c == ')' || c == ']' || c == '}' || c == '"' || c == '\'' || c == '`';
    return !value || BEFORE_EXPRESSION.contains(last);
  }

  private int endOfRegex() {
    boolean inClass = false;
    int end = at + 1;
    while (end < source.length()) {
      char c = source.charAt(end);
      if (c == '\\') {
        end++;
      } else if (c == '[') {
        inClass = true;
      } else if (c == ']') {
        inClass = false;
      } else if (c == '/' && !inClass) {
        end++;
        break;
      }
      end++;
    }
    while (end < source.length() && isWord(source.charAt(end))) {
      end++;
    }
    return Math.min(end, source.length());
  }
}
