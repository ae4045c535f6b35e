package io.actjs.actctl.command.env;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code actctl env list}. */
@Command(
    name = "list",
    description = {
      "List the values that are set, secrets without their texts, and those that classes lack.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl env list --env prod")
final class EnvListCommand extends ClientCommand {
  @Option(names = "--env", paramLabel = "ENV", description = "Environment (default: all).")
  private @Nullable String env;

  @Override
  protected int run(Server to) {
    String query = env == null ? "" : "?env=" + URLEncoder.encode(env, StandardCharsets.UTF_8);
    JsonNode list = to.get("/v1/admin/env" + query);
    output.print(list, () -> text(list));
    return 0;
  }

  private String text(JsonNode list) {
    JsonNode values = list.path("values");
    String current = list.path("current").asText();
    JsonNode missing =
        env == null || env.equals(current) ? list.path("missing") : Json.object().arrayNode();
    if (values.isEmpty() && missing.isEmpty()) {
      return "no values are set; set one with \"actctl env set NAME VALUE\"";
    }
    Table table = new Table("ENV", "NAME", "VALUE", "UPDATED").cutting("VALUE");
    for (JsonNode value : values) {
      table.row(
          value.path("env").asText(),
          value.path("name").asText(),
          value.path("secret").asBoolean() ? "(secret)" : value.path("value").asText(),
          Times.text(value.path("updatedAt")));
    }
    for (JsonNode lack : missing) {
      table.row(
          current,
          lack.path("name").asText(),
          "missing: a " + lack.path("type").asText() + " for " + lack.path("class").asText(),
          "");
    }
    return table.toString();
  }
}
