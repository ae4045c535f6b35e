package io.actjs.actctl.command.actor;

import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.due.Pausable;
import picocli.CommandLine.Parameters;

/** The actor that a command concerns: its first two arguments. */
final class OneActor implements Pausable {
  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of the actor.")
  private String id;

  @Override
  public String className() {
    return className;
  }

  String id() {
    return id;
  }

  @Override
  public String adminPath(String... what) {
    return Server.path("v1", "admin", "actors", className, id)
        + (what.length == 0 ? "" : Server.path(what));
  }

  @Override
  public String title() {
    return toString();
  }

  /** {@code Class/id}. */
  @Override
  public String toString() {
    return className + "/" + id;
  }
}
