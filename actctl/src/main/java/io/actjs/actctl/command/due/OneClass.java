package io.actjs.actctl.command.due;

import io.actjs.actctl.client.Server;
import picocli.CommandLine.Parameters;

/** The class that a command concerns: its first argument. */
final class OneClass implements Pausable {
  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actors.")
  private String className;

  @Override
  public String className() {
    return className;
  }

  @Override
  public String adminPath(String... what) {
    return Server.path("v1", "admin", "classes", className) + Server.path(what);
  }

  @Override
  public String title() {
    return "class " + className;
  }
}
