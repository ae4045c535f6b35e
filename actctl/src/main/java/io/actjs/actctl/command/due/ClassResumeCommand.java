package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code actctl class resume}. */
@Command(
    name = "resume",
    description = {
      "Resume a paused class: its actors handle the messages that they have kept.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl class resume Cart")
final class ClassResumeCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actors.")
  private String className;

  @Override
  protected int run(Server to) {
    JsonNode answer = to.post(Server.path("v1", "admin", "classes", className, "resume"), "{}");
    output.print(answer, () -> Pausing.resumed(answer, "class " + className));
    return 0;
  }

  @Override
  protected String namedClass() {
    return className;
  }
}
