package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import picocli.CommandLine.Command;

/** {@code actctl dead-letter drop}. */
@Command(
    name = "drop",
    description = {"Drop a dead letter for good.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl dead-letter drop Cart alice 01999f0c-7a2e-7b11-8f55-2d6f2f0f9a10",
      "  actctl dead-letter drop --all --older-than 7d"
    })
final class DeadLetterDropCommand extends LettersCommand {
  @Override
  String verb() {
    return "drop";
  }

  @Override
  String done() {
    return "dropped";
  }

  @Override
  void one(Server to, String path, String messageId) {
    JsonNode answer = to.delete(path);
    output.print(answer, () -> "dropped " + messageId);
  }
}
