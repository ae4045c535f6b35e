package io.actjs.actctl.bundle;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of a TypeScript file, as far as it can be told apart without a parser: code, comments,
 * texts. A regular expression that holds a quote may hide the rest of its line.
 *
 * @param code the text with all comments and the contents of texts blanked, position by position
 * @param text the text with comments alone blanked
 */
record SourceText(String code, String text) {
  private static final Pattern SPECIFIER =
      Pattern.compile("\\b(?:from|import|require)\\s*\\(?\\s*([\"'])([^\"'\\n]+)\\1");

  static SourceText of(String source) {
    char[] code = source.toCharArray();
    char[] text = source.toCharArray();
    int at = 0;
    while (at < code.length) {
      int end = at + 1;
      char begins = code[at];
      boolean comment = source.startsWith("//", at) || source.startsWith("/*", at);
      if (comment) {
        end = endOfComment(source, at);
        blank(text, at, end);
        blank(code, at, end);
      } else if (begins == '"' || begins == '\'' || begins == '`') {
        end = endOfText(source, at);
        blank(code, at + 1, end - 1);
      }
      at = end;
    }
    return new SourceText(new String(code), new String(text));
  }

  private static int endOfComment(String source, int at) {
    boolean line = source.charAt(at + 1) == '/';
    int end = line ? source.indexOf('\n', at) : source.indexOf("*/", at + 2);
    return end < 0 ? source.length() : line ? end : end + 2;
  }

  /** Behind the closing quote; at the end of the line when a text in quotes has none. */
  private static int endOfText(String source, int begin) {
    char quote = source.charAt(begin);
    for (int at = begin + 1; at < source.length(); at++) {
      char c = source.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == quote) {
        return at + 1;
      } else if (c == '\n' && quote != '`') {
        return at;
      }
    }
    return source.length();
  }

  private static void blank(char[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] != '\n') {
        text[i] = ' ';
      }
    }
  }

  /** What it imports from; perhaps more, never less. */
  Set<String> specifiers() {
    return SPECIFIER
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(2))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
