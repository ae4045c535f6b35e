package io.actjs.actctl.command.env;

import io.actjs.actctl.screen.Failure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a file of values, as dotenv has it: {@code NAME=value}, {@code NAME='as it is'}, {@code
 * NAME="with \n and \" in it"}; a quoted value may go on over several lines. What is wrong is told
 * with its line, and without what stands there, which may be a secret.
 */
final class EnvFile {
  private static final long MOST_BYTES = 1 << 20;
  private static final Pattern SETTING =
      Pattern.compile(
          "\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=[ \\t]*(.*)", Pattern.DOTALL);

  private final String file;
  private final String[] lines;
  private final Map<String, String> values = new LinkedHashMap<>();
  private int at;

  private EnvFile(String file, String text) {
    this.file = file;
    this.lines = text.split("\\r?\\n", -1);
  }

  static Map<String, String> read(Path path) {
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new Failure(path + " has more than 1 MiB", null);
      }
      return parse(path.toString(), Files.readString(path));
    } catch (CharacterCodingException e) {
      throw new Failure(path + " is no UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new Failure("there is no file " + path, e);
    } catch (IOException e) {
      throw new Failure("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * @param file its name, for errors
   */
  static Map<String, String> parse(String file, String text) {
    EnvFile read = new EnvFile(file, text.startsWith("\ufeff") ? text.substring(1) : text);
    while (read.at < read.lines.length) {
      read.next();
    }
    return read.values;
  }

  private void next() {
    int first = at;
    String line = lines[at++];
    if (line.isBlank() || line.stripLeading().startsWith("#")) {
      return;
    }
    Matcher setting = SETTING.matcher(line);
    if (!setting.matches()) {
      throw wrong(first, "is no NAME=VALUE");
    }
    String name = setting.group(1);
    if (values.containsKey(name)) {
      throw wrong(first, "sets " + name + " a second time");
    }
    String rest = setting.group(2);
    values.put(name, isQuoted(rest) ? quoted(first, rest) : bare(rest));
  }

  private static boolean isQuoted(String text) {
    return text.startsWith("\"") || text.startsWith("'");
  }

  /** To the end of the line, or to a comment. */
  private static String bare(String text) {
    return text.replaceFirst("(^|\\s)#.*$", "").strip();
  }

  private String quoted(int first, String opening) {
    char quote = opening.charAt(0);
    StringBuilder value = new StringBuilder();
    String text = opening;
    int i = 1;
    while (true) {
      for (; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == quote) {
          String behind = text.substring(i + 1).strip();
          if (!behind.isEmpty() && !behind.startsWith("#")) {
            throw wrong(at - 1, "has more behind the closing quote");
          }
          return value.toString();
        }
        if (c == '\\' && quote == '"') {
          i++;
          value.append(i < text.length() ? escaped(text.charAt(i)) : '\n');
        } else {
          value.append(c);
        }
      }
      if (at >= lines.length) {
        throw wrong(first, "opens a quote that nothing closes");
      }
      value.append('\n');
      text = lines[at++];
      i = 0;
    }
  }

  private char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '"', '\\', '$', '\'' -> c;
      default ->
          throw wrong(at - 1, "has an unknown escape: \\n, \\r, \\t, \\\", \\\\ and \\$ there are");
    };
  }

  private Failure wrong(int line, String what) {
    return new Failure(file + ":" + (line + 1) + ": this line " + what + "; nothing was set", null);
  }
}
