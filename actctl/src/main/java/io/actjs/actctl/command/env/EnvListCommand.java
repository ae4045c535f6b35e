package io.actjs.actctl.command.env;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
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
    description = {"List the values that are set; secrets without their texts.", ""})
final class EnvListCommand extends ClientCommand {
  @Option(names = "--env", paramLabel = "ENV", description = "Environment (default: all).")
  private @Nullable String env;

  @Override
  protected int run(Server to) {
    String query = env == null ? "" : "?env=" + URLEncoder.encode(env, StandardCharsets.UTF_8);
    JsonNode list = to.get("/v1/admin/env" + query);
    output.print(list, () -> text(list.path("values")));
    return 0;
  }

  private static String text(JsonNode values) {
    if (values.isEmpty()) {
      return "no values are set; set one with \"actctl env set NAME=VALUE\"";
    }
    Table table = new Table("ENV", "NAME", "VALUE", "UPDATED");
    for (JsonNode value : values) {
      table.row(
          value.path("env").asText(),
          value.path("name").asText(),
          value.path("secret").asBoolean() ? "(secret)" : value.path("value").asText(),
          Times.text(value.path("updatedAt")));
    }
    return table.toString();
  }
}
