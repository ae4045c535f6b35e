package io.actjs.bench.yardstick;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * What a server process of the bench does with its standard input: answers {@code syncs} with a
 * number, and returns when the bench has gone.
 */
public final class ControlLines {
  private ControlLines() {}

  public static void serve(LongSupplier syncs) throws IOException {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (questions.readLine() != null) {
      System.out.println(syncs.getAsLong());
    }
  }
}
