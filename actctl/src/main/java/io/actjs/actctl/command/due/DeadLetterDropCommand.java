package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code actctl dead-letter drop}. */
@Command(
    name = "drop",
    description = {"Drop a dead letter for good.", ""})
final class DeadLetterDropCommand extends ClientCommand {
  @Mixin private OneLetter letter;

  @Override
  protected int run(Server to) {
    JsonNode answer = to.delete(letter.path());
    output.print(answer, () -> "dropped " + letter.message());
    return 0;
  }

  @Override
  protected String namedClass() {
    return letter.className();
  }
}
