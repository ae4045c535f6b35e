package io.actjs.actctl.client;

import java.util.ArrayList;
import java.util.List;

/** The words of a shell command line: blanks separate, quotes and backslashes keep together. */
public final class ShellWords {
  private ShellWords() {}

  public static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean escapes = c == '\\' && quote != '\'' && i + 1 < line.length();
      if (escapes) {
        i++;
        word.append(line.charAt(i));
        inWord = true;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
        inWord = true;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
        }
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /** The text as one word that a shell reads back unchanged. */
  public static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
