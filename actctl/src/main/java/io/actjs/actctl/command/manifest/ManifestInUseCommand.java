package io.actjs.actctl.command.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import picocli.CommandLine.Command;

/** {@code actctl manifest in-use}. */
@Command(
    name = "in-use",
    description = {
      "List the manifests that requests were pinned to.",
      "",
      "Use it to see which clients still need a version before you deprecate it.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl manifest in-use")
final class ManifestInUseCommand extends ClientCommand {

  @Override
  protected int run(Server to) {
    JsonNode uses = to.get("/v1/admin/manifests/in-use");
    output.print(uses, () -> text(uses));
    return 0;
  }

  private static String text(JsonNode uses) {
    if (uses.path("entries").isEmpty()) {
      return "no pinned requests yet";
    }
    Table table = new Table("MANIFEST", "REQUESTS", "LAST SEEN", "VERSIONS").cutting("VERSIONS");
    for (JsonNode use : uses.path("entries")) {
      table.row(
          use.path("sha").asText(),
          use.path("count").asText(),
          Times.text(use.path("lastSeen")),
          String.join(" ", ManifestText.versions(use)));
    }
    long others = uses.path("otherCount").asLong();
    return others == 0 ? table.toString() : table + "\nother manifests: " + others + " requests";
  }
}
