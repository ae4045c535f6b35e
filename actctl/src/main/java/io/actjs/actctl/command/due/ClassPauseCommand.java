package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl class pause}. */
@Command(
    name = "pause",
    description = {
      "Pause all actors of a class: they keep their messages, and calls fail with Paused.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl class pause Cart")
final class ClassPauseCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actors.")
  private String className;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, shown to callers.")
  private @Nullable String reason;

  @Override
  protected int run(Server to) {
    JsonNode answer =
        to.post(Server.path("v1", "admin", "classes", className, "pause"), Pausing.body(reason));
    output.print(answer, () -> "paused class " + className);
    return 0;
  }

  @Override
  protected String namedClass() {
    return className;
  }
}
