package io.actjs.bench.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a server of the bench. */
final class JavaCommand {
  private JavaCommand() {}

  /** The java program that runs the bench. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static List<String> of(List<String> options, Class<?> main, int port, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.add(Integer.toString(port));
    command.addAll(arguments);
    return command;
  }
}
