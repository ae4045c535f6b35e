package io.actjs.actctl.command.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code actctl gc}. */
@Command(
    name = "gc",
    description = {
      "Drop now what the server does not keep.",
      "",
      "That are turns behind snapshots, what is left of actors that were deleted long ago, old dead",
      "letters and audit entries, sources of no version, and states from before old migrations. How",
      "long each stays is said by options of 'actctl start'. The server does the same by itself.",
      ""
    })
public final class GcCommand extends ClientCommand {
  private record Count(String member, String name) {}

  private static final List<Count> COUNTS =
      List.of(
          new Count("turns", "turns"),
          new Count("deletedActors", "deleted actors"),
          new Count("unbornActors", "unused ids"),
          new Count("deadLetters", "dead letters"),
          new Count("auditEntries", "audit entries"),
          new Count("blobs", "sources of no version"),
          new Count("retainedSnapshots", "states from before migrations"));

  @Override
  protected int run(Server to) {
    JsonNode swept = to.post("/v1/admin/gc", null);
    output.print(swept, () -> "dropped " + text(swept));
    return 0;
  }

  private static String text(JsonNode swept) {
    String dropped =
        COUNTS.stream()
            .filter(count -> swept.path(count.member()).asLong() > 0)
            .map(count -> swept.path(count.member()).asLong() + " " + count.name())
            .collect(Collectors.joining(", "));
    return dropped.isEmpty() ? "nothing" : dropped;
  }
}
