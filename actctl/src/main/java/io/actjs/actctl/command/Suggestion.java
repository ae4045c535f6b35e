package io.actjs.actctl.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the user may have meant, when a class name is unknown. */
final class Suggestion {
  private static final String UNKNOWN_CLASS = "UnknownClass";

  private Suggestion() {}

  /** The failure, with the nearest published name if it is about a class that nobody published. */
  static Failure extend(Failure failure, String name, Server server) {
    if (!UNKNOWN_CLASS.equals(failure.code())) {
      return failure;
    }
    String detail =
        nearest(name, server)
            .map(it -> "no class \"" + name + "\" is published; did you mean \"" + it + "\"?")
            .orElse(failure.detail());
    return new Failure(
        UNKNOWN_CLASS, detail + " (actctl list shows them)", failure.diagnostics(), failure);
  }

  private static Optional<String> nearest(String name, Server server) {
    JsonNode classes;
    try {
      classes = server.get("/v1/classes").path("classes");
    } catch (Failure e) {
      // The first failure is the one that counts; it is shown without a suggestion.
      return Optional.empty();
    }
    int limit = Math.max(1, name.length() / 3);
    String wanted = name.toLowerCase(Locale.ROOT);
    return StreamSupport.stream(classes.spliterator(), false)
        .map(JsonNode::asText)
        .filter(it -> distance(wanted, it.toLowerCase(Locale.ROOT)) <= limit)
        .min(Comparator.comparingInt(it -> distance(wanted, it.toLowerCase(Locale.ROOT))));
  }

  /** Edits (insert, remove, replace, swap neighbours) that make one text of the other. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
