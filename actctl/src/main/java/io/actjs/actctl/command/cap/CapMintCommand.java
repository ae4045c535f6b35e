package io.actjs.actctl.command.cap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.TimeSpan;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code actctl cap mint}. */
@Command(
    name = "mint",
    description = {
      "Mint a capability and print it: its bearer may call the methods of the actor, and do what is "
          + "granted, nothing else.",
      "",
      "It is sent as \"Authorization: Capability TOKEN\". The server does not keep it.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl cap mint Cart alice add total --ttl 15m",
      "  actctl cap mint Cart alice --grant read --grant subscribe"
    })
final class CapMintCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of the actor.")
  private String id;

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "METHOD",
      description = "Method that the bearer may call, and send messages to.")
  private List<String> methods = List.of();

  @Option(
      names = "--grant",
      paramLabel = "GRANT",
      description = "Further grant: read, subscribe, create or destroy; repeatable.")
  private List<String> grants = List.of();

  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description = "Life of the capability, e.g. 15m (default: 1h).")
  private String ttl = "1h";

  @Option(
      names = "--audience",
      paramLabel = "AUDIENCE",
      description = "Service that is to accept it (default: any that accepts the issuer's).")
  private @Nullable String audience;

  @Override
  protected int run(Server to) {
    ObjectNode body = Json.object().put("class", className).put("id", id);
    methods.forEach(body.putArray("methods")::add);
    grants.forEach(body.putArray("grants")::add);
    body.put("ttlMs", ttlMs());
    if (audience != null) {
      body.put("audience", audience);
    }
    JsonNode minted = to.post("/v1/admin/capabilities", body.toString());
    output.print(minted, () -> minted.path("token").asText());
    if (!output.json()) {
      output.note(
          "capability %s for %s %s, until %s; it is not shown again"
              .formatted(
                  minted.path("jti").asText(),
                  className,
                  id,
                  Times.text(minted.path("expiresAt"))));
    }
    return 0;
  }

  private long ttlMs() {
    try {
      return TimeSpan.parse(ttl).toMillis();
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), "--ttl: " + e.getMessage(), e);
    }
  }

  @Override
  protected String namedClass() {
    return className;
  }
}
