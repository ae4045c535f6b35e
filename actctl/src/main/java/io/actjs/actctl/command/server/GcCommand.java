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
      "Run garbage collection now.",
      "",
      "That is: turns already covered by a snapshot, leftovers of long-deleted actors, old "
          + "dead letters and audit entries, sources that no version uses, states kept for "
          + "rollbacks of old migrations, and replies to requests whose idempotency keys have "
          + "expired. The retention options of \"actctl start\" set how long "
          + "each is kept. The server does the same periodically on its own.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl gc")
public final class GcCommand extends ClientCommand {
  private record Count(String member, String name) {}

  private static final List<Count> COUNTS =
      List.of(
          new Count("turns", "turns"),
          new Count("deletedActors", "deleted actors"),
          new Count("unbornActors", "unused ids"),
          new Count("deadLetters", "dead letters"),
          new Count("auditEntries", "audit entries"),
          new Count("blobs", "unused sources"),
          new Count("retainedSnapshots", "states kept for rollbacks"),
          new Count("replies", "replies to idempotent requests"));

  @Override
  protected int run(Server to) {
    JsonNode swept =
        output.progress("collecting garbage").during(() -> to.post("/v1/admin/gc", null));
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
