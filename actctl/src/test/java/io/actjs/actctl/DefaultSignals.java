package io.actjs.actctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Programs under test get signals even where the tests do not, as below {@code nohup} or in the
 * background of a script: what is ignored at its start a program cannot receive.
 */
public final class DefaultSignals {
  private static final int HANG_UP = 1;
  private static final int INTERRUPT = 2;

  private DefaultSignals() {}

  /** What a command line begins with; nothing where no signal is ignored. */
  public static List<String> prefix() {
    Path status = Path.of("/proc/self/status");
    try {
      boolean ignored =
          Files.exists(status)
              && Files.readAllLines(status).stream()
                  .filter(line -> line.startsWith("SigIgn:"))
                  .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                  .anyMatch(set -> (set & (bit(HANG_UP) | bit(INTERRUPT))) != 0);
      return ignored ? List.of("env", "--default-signal=HUP,INT") : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static long bit(int signal) {
    return 1L << (signal - 1);
  }
}
