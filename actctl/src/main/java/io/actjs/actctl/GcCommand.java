package io.actjs.actctl;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code actctl gc}. */
@Command(
    name = "gc",
    description = {
      "Drop what nothing refers to: sources of no version, states from before old migrations.",
      ""
    })
final class GcCommand extends ClientCommand {

  @Override
  int run(Server to) {
    JsonNode garbage = to.post("/v1/admin/gc", null);
    output.print(
        garbage,
        () ->
            "dropped "
                + garbage.path("blobs").asText()
                + " sources and "
                + garbage.path("retainedSnapshots").asText()
                + " states from before migrations");
    return 0;
  }
}
