package io.actjs.actctl.command.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.FreeText;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.MalformedJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code actctl policy test}. */
@Command(
    name = "test",
    description = {
      "Show whether somebody may do something to an actor, and what decides.",
      "",
      "Nothing is done.",
      ""
    },
    exitCodeList = {"0:It is allowed.", "1:It is denied.", "2:Wrong usage."},
    footerHeading = "%nExample:%n",
    footer = "  actctl policy test Cart alice --as sub=ann,role=editor --do call:add")
final class PolicyTestCommand extends ClientCommand {
  @Spec private CommandSpec self;

  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of the actor.")
  private String id;

  @Option(
      names = "--as",
      paramLabel = "NAME=VALUE",
      split = ",",
      description =
          "The principal: sub, role (repeatable) and tenant, e.g. sub=ann,role=editor (default:"
              + " anonymous).")
  private List<String> as = List.of();

  @Option(
      names = "--do",
      required = true,
      paramLabel = "ACTION",
      description = "The action: call:HANDLER, tell:HANDLER, read, subscribe, create or destroy.")
  private String action;

  @Option(names = "--args", paramLabel = "JSON", description = "The arguments (default: {}).")
  @FreeText
  private @Nullable String args;

  @Override
  protected int run(Server to) {
    ObjectNode body = Json.object().put("do", action);
    if (!as.isEmpty()) {
      principal(body.putObject("as"));
    }
    if (args != null) {
      body.set("args", json(args));
    }
    JsonNode answer =
        to.post(Server.path("v1", "admin", "actors", className, id, "policy"), body.toString());
    output.print(answer, () -> text(answer));
    return answer.path("allow").asBoolean() ? 0 : 1;
  }

  private static String text(JsonNode answer) {
    boolean allow = answer.path("allow").asBoolean();
    return (allow ? "allowed" : "denied")
        + " by: "
        + answer.path("by").asText()
        + (allow ? "" : "\n" + answer.path("refusal").asText());
  }

  private void principal(ObjectNode principal) {
    for (String each : as) {
      int at = each.indexOf('=');
      String name = at < 0 ? each : each.substring(0, at);
      String value = each.substring(at + 1);
      switch (name) {
        case "sub", "tenant" -> principal.put(name, value);
        case "role" -> principal.withArray("roles").add(value);
        default -> throw wrong("--as has sub, role and tenant, not \"" + name + "\"");
      }
    }
    if (!principal.has("sub")) {
      throw wrong("--as needs sub=NAME");
    }
  }

  private JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (MalformedJson e) {
      throw new ParameterException(self.commandLine(), "--args is not JSON: " + e.getMessage(), e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(self.commandLine(), message);
  }

  @Override
  protected String namedClass() {
    return className;
  }
}
