package io.actjs.actctl.command.cap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Times;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl cap inspect}. */
@Command(
    name = "inspect",
    description = {
      "Show what a capability says, and whether the server accepts it.",
      "",
      "Without a server, only what it says is shown.",
      ""
    },
    exitCodeList = {
      "0:It holds, or the server was not asked.",
      "1:It does not hold.",
      "2:Wrong usage."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl cap inspect \"$CAPABILITY\"",
      "  actctl cap inspect --offline \"$CAPABILITY\""
    })
final class CapInspectCommand extends ClientCommand {
  @Parameters(paramLabel = "TOKEN", description = "The capability.")
  private String token;

  @Option(names = "--offline", description = "Do not ask the server whether it holds.")
  private boolean offline;

  @Override
  protected int run(Server to) {
    CapabilityText text = CapabilityText.read(token);
    ObjectNode answer = Json.object();
    answer.set("header", text.header());
    answer.set("claims", text.claims());
    if (!offline) {
      ask(to, answer);
    }
    output.print(answer, () -> text(text.claims(), answer));
    return answer.path("valid").asBoolean(true) ? 0 : 1;
  }

  private void ask(Server to, ObjectNode answer) {
    try {
      JsonNode said =
          to.post("/v1/admin/capabilities/inspect", Json.object().put("token", token).toString());
      for (String member : List.of("valid", "code", "detail", "kid")) {
        if (said.has(member)) {
          answer.set(member, said.get(member));
        }
      }
    } catch (Failure e) {
      output.warn("whether it holds is not known: " + e.detail());
    }
  }

  private static String text(JsonNode claims, JsonNode answer) {
    List<String> lines = new ArrayList<>();
    line(lines, "actor", claims.path("sub").asText().replaceFirst(":", " "));
    line(lines, "methods", words(claims.path("mth")).replace("call:", ""));
    line(lines, "grants", words(claims.path("grt")));
    line(lines, "issuer", claims.path("iss").asText());
    line(lines, "audience", claims.path("aud").asText());
    line(lines, "expires", Times.text(LongNode.valueOf(claims.path("exp").asLong() * 1000)));
    line(lines, "id", claims.path("jti").asText());
    line(lines, "key", answer.path("header").path("kid").asText());
    JsonNode valid = answer.path("valid");
    String refusal = answer.path("code").asText() + ": " + answer.path("detail").asText();
    line(lines, "valid", valid.isMissingNode() ? "" : valid.asBoolean() ? "yes" : "no, " + refusal);
    return String.join(System.lineSeparator(), lines);
  }

  private static void line(List<String> lines, String name, String value) {
    if (!value.isEmpty()) {
      lines.add("%-10s%s".formatted(name, value));
    }
  }

  private static String words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(each -> words.add(each.asText()));
    return String.join(" ", words);
  }
}
