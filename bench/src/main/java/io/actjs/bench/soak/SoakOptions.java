package io.actjs.bench.soak;

import java.nio.file.Path;

/**
 * @param folder for data and log
 * @param heap of the server, as {@code -Xmx} takes it
 */
record SoakOptions(Path folder, String heap, long seconds) {
  private static final long SAMPLES = 60;
  private static final long RELEASES = 180;

  /** {@code [--minutes N] [--seconds N] [--memory SIZE] [--data DIR]}. */
  static SoakOptions parse(String... arguments) {
    SoakOptions options = new SoakOptions(Path.of("bench", "target", "soak"), "512m", 1_800);
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      String value = arguments[i + 1];
      options =
          switch (arguments[i]) {
            case "--minutes" ->
                new SoakOptions(options.folder, options.heap, 60 * Long.parseLong(value));
            case "--seconds" ->
                new SoakOptions(options.folder, options.heap, Long.parseLong(value));
            case "--memory" -> new SoakOptions(options.folder, value, options.seconds);
            case "--data" -> new SoakOptions(Path.of(value), options.heap, options.seconds);
            default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
          };
    }
    return options;
  }

  /** Between two samples. */
  long intervalMs() {
    return Math.clamp(seconds * 1_000 / SAMPLES, 2_000, 30_000);
  }

  /** Between two releases. */
  long releaseMs() {
    return Math.clamp(seconds * 1_000 / RELEASES, 2_000, 10_000);
  }
}
