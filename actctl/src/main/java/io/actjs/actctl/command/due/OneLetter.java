package io.actjs.actctl.command.due;

import io.actjs.actctl.client.Server;
import picocli.CommandLine.Parameters;

/** The dead letter that a command concerns: its first three arguments. */
final class OneLetter {
  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of the actor.")
  private String id;

  @Parameters(index = "2", paramLabel = "MESSAGE", description = "Id of the message.")
  private String message;

  String className() {
    return className;
  }

  /** The path of an administrative request about it. */
  String path() {
    return Server.path("v1", "admin", "actors", className, id, "dead-letters", message);
  }

  String message() {
    return message;
  }
}
