package io.actjs.engine.process;

import io.actjs.engine.EngineLimits;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command line of a worker process: the Java of this one with the same classes, and as little
 * of anything else as it takes. It does without the server's AOT cache, which costs it 40 MB and
 * spares it nothing.
 */
final class LaunchCommand {
  /**
   * Bytes of the Java heap for each character that a step may answer: it is there several times.
   */
  private static final int HEAP_BYTES_A_CHAR = 12;

  private static final long LEAST_HEAP = 64L << 20;

  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xms8m",
          "-XX:MaxHeapFreeRatio=40",
          "-XX:ReservedCodeCacheSize=16m",
          "-XX:-UsePerfData",
          "-XX:+DisableAttachMechanism",
          "-XX:+ExitOnOutOfMemoryError",
          // Its end is an answer; a dump of gigabytes would delay it.
          "-XX:+SuppressFatalErrorMessage",
          "-XX:-CreateCoredumpOnCrash",
          "-Xlog:disable",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          // What it has to say, it says with its answers.
          "-Dslf4j.internal.verbosity=WARN",
          "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider");

  /** Options of this process that are for every Java with these classes. */
  private static final List<String> INHERITED = List.of("-Djavet.");

  private LaunchCommand() {}

  static List<String> of(EngineLimits limits, Path mark) {
    long heap = Math.max(LEAST_HEAP, (long) HEAP_BYTES_A_CHAR * limits.stepChars());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add("-Xmx" + (heap >> 20) + "m");
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (INHERITED.stream().anyMatch(argument::startsWith)) {
        command.add(argument);
      }
    }
    command.add("-Duser.home=" + System.getProperty("user.home"));
    command.add("-cp");
    command.add(classPath());
    command.add(ProcessMain.class.getName());
    command.add(Long.toString(ProcessHandle.current().pid()));
    command.add(mark.toString());
    command.add(LimitsText.write(limits));
    return command;
  }

  /** Absolute: the process has a working directory of its own. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
