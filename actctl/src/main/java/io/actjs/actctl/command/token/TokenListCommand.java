package io.actjs.actctl.command.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code actctl token list}. */
@Command(
    name = "list",
    description = {"List the server's static tokens; what a token is, nobody can show.", ""},
    footerHeading = "%nExample:%n",
    footer = "  actctl token list")
final class TokenListCommand extends ClientCommand {

  @Override
  protected int run(Server to) {
    JsonNode tokens = to.get("/v1/admin/tokens");
    output.print(tokens, () -> text(tokens.path("tokens")));
    return 0;
  }

  private static String text(JsonNode tokens) {
    if (tokens.isEmpty()) {
      return "no tokens; create one with \"actctl token create\"";
    }
    Table table =
        new Table("ID", "SUB", "ROLES", "TENANT", "CREATED", "EXPIRES", "REVOKED", "NOTE")
            .cutting("ROLES", "NOTE");
    for (JsonNode token : tokens) {
      List<String> roles = new ArrayList<>();
      token.path("roles").forEach(role -> roles.add(role.asText()));
      table.row(
          token.path("id").asText(),
          token.path("sub").asText(),
          String.join(",", roles),
          token.path("tenant").asText(),
          Times.text(token.path("createdAt")),
          Times.text(token.path("expiresAt")),
          Times.text(token.path("revokedAt")),
          token.path("note").asText());
    }
    return table.toString();
  }
}
