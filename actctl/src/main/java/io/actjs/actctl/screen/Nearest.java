package io.actjs.actctl.screen;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The name that a mistyped or shortened one was probably meant to be. */
public final class Nearest {
  private Nearest() {}

  /**
   * The closest of the candidates that are a few edits away or begin with the word; of two that are
   * as close, the one that does.
   */
  public static Optional<String> to(String word, Stream<String> candidates) {
    String wanted = word.toLowerCase(Locale.ROOT);
    return candidates
        .filter(it -> isNear(wanted, it.toLowerCase(Locale.ROOT)))
        .min(
            Comparator.comparingInt((String it) -> distance(wanted, it.toLowerCase(Locale.ROOT)))
                .thenComparing(it -> !it.toLowerCase(Locale.ROOT).startsWith(wanted)));
  }

  private static boolean isNear(String wanted, String name) {
    boolean shortened = wanted.length() > 1 && name.startsWith(wanted);
    return shortened || distance(wanted, name) <= Math.max(1, wanted.length() / 3);
  }

  /** Edits (insert, remove, replace, swap neighbours) that turn one text into the other. */
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
