package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl dead-letter retry}. */
@Command(
    name = "retry",
    description = {
      "Give a dead letter to its actor again, with its id and a fresh set of attempts.",
      ""
    })
final class DeadLetterRetryCommand extends ClientCommand {
  @Mixin private OneLetter letter;

  @Override
  protected int run(Server to) {
    JsonNode answer = to.post(letter.path() + "/retry", null);
    output.print(answer, () -> "sent again as " + answer.path("messageId").asText());
    return 0;
  }

  @Override
  protected String namedClass() {
    return letter.className();
  }
}
