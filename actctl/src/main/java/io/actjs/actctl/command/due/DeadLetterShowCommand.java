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
    description = {"Show a dead letter with its payload.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl dead-letter show Cart alice 01999f0c-7a2e-7b11-8f55-2d6f2f0f9a10")
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
