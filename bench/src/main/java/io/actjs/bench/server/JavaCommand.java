package io.actjs.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a server's JVM: the same options for the daemon and for the yardstick. */
final class JavaCommand {
  private static final String OPTIONS = "bench.serverOptions";

  private JavaCommand() {}

  /** The java program that runs the bench. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static List<String> of(Class<?> main, int port, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(List.of(System.getProperty(OPTIONS, "").trim().split("\\s+")));
    command.removeIf(String::isEmpty);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.add(Integer.toString(port));
    command.addAll(arguments);
    return command;
  }
}
