package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Programs that import what was generated. */
public final class Node {
  private static final long RUN_S = 60;

  private Node() {}

  /** What a program, a module in the folder, prints; the test is skipped where there is no Node. */
  public static String run(Path folder, String program) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("program.mjs"), program);
    Path printed = folder.resolve("program.txt");
    Process process;
    try {
      process =
          new ProcessBuilder("node", file.getFileName().toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start();
    } catch (IOException e) {
      return abort("there is no Node here");
    }
    try {
      assertTrue(process.waitFor(RUN_S, TimeUnit.SECONDS), "the program does not end");
      String text = Files.readString(printed).strip();
      assertEquals(0, process.exitValue(), text);
      return text;
    } finally {
      process.destroyForcibly();
    }
  }
}
