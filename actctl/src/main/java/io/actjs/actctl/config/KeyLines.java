package io.actjs.actctl.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a TOML text on which its keys are, for error messages: the parser tells what the
 * keys are, not where. A key inside an inline table counts as being where the table is.
 */
final class KeyLines {
  private static final String PART = "(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')";
  private static final String KEY = "(" + PART + "(?:\\s*\\.\\s*" + PART + ")*)";
  private static final Pattern ASSIGNMENT = Pattern.compile("\\s*" + KEY + "\\s*=.*");
  private static final Pattern TABLE = Pattern.compile("\\s*\\[\\[?\\s*" + KEY + "\\s*\\].*");
  private static final Pattern EACH_PART = Pattern.compile(PART);

  private final Map<List<String>, Integer> lines = new HashMap<>();

  KeyLines(String toml) {
    List<String> table = List.of();
    int number = 0;
    for (String line : toml.lines().toList()) {
      number++;
      Matcher header = TABLE.matcher(line);
      Matcher assignment = ASSIGNMENT.matcher(line);
      if (header.matches()) {
        table = parts(header.group(1));
        lines.putIfAbsent(table, number);
      } else if (assignment.matches()) {
        List<String> path = new ArrayList<>(table);
        path.addAll(parts(assignment.group(1)));
        lines.putIfAbsent(path, number);
      }
    }
  }

  private static List<String> parts(String key) {
    return EACH_PART
        .matcher(key)
        .results()
        .map(it -> it.group().replaceAll("^[\"']|[\"']$", ""))
        .toList();
  }

  /** The line of a key, or of the table that it is in; from 1. */
  int of(List<String> path) {
    for (int length = path.size(); length > 0; length--) {
      Integer line = lines.get(path.subList(0, length));
      if (line != null) {
        return line;
      }
    }
    return 1;
  }
}
