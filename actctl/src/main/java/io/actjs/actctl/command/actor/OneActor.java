package io.actjs.actctl.command.actor;

import io.actjs.actctl.client.Server;
import picocli.CommandLine.Parameters;

/** The actor that a command concerns: its first two arguments. */
final class OneActor {
  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of the actor.")
  private String id;

  String className() {
    return className;
  }

  String id() {
    return id;
  }

  /** The path of an administrative request about it. */
  String adminPath(String... what) {
    return Server.path("v1", "admin", "actors", className, id)
        + (what.length == 0 ? "" : Server.path(what));
  }

  /** {@code Class/id}. */
  @Override
  public String toString() {
    return className + "/" + id;
  }
}
