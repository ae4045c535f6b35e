package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Pauses what its subclass names. */
public abstract class PauseCommand extends ClientCommand {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, shown to callers.")
  private @Nullable String reason;

  protected abstract Pausable target();

  @Override
  protected final int run(Server to) {
    ObjectNode body = Json.object();
    if (reason != null) {
      body.put("reason", reason);
    }
    JsonNode answer = to.post(target().adminPath("pause"), body.toString());
    output.print(answer, () -> "paused " + target().title());
    return 0;
  }

  @Override
  protected final String namedClass() {
    return target().className();
  }
}
