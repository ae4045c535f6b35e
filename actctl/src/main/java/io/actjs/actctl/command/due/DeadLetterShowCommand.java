package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl dead-letter show}. */
@Command(
    name = "show",
    description = {"Show a dead letter with its payload.", ""})
final class DeadLetterShowCommand extends ClientCommand {
  @Mixin private OneLetter letter;

  @Override
  protected int run(Server to) {
    JsonNode answer = to.get(letter.path());
    output.print(answer, () -> Json.pretty(answer));
    return 0;
  }

  @Override
  protected String namedClass() {
    return letter.className();
  }
}
