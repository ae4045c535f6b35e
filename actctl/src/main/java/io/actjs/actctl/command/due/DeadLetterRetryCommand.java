package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import picocli.CommandLine.Command;

/** {@code actctl dead-letter retry}. */
@Command(
    name = "retry",
    description = {
      "Give a dead letter to its actor again, with its id and a fresh set of attempts.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl dead-letter retry Cart alice 01999f0c-7a2e-7b11-8f55-2d6f2f0f9a10",
      "  actctl dead-letter retry Cart --all --newer-than 1h"
    })
final class DeadLetterRetryCommand extends LettersCommand {
  @Override
  String verb() {
    return "retry";
  }

  @Override
  String done() {
    return "retried";
  }

  @Override
  void one(Server to, String path, String messageId) {
    JsonNode answer = to.post(path + "/retry", null);
    output.print(answer, () -> "sent again as " + answer.path("messageId").asText());
  }
}
