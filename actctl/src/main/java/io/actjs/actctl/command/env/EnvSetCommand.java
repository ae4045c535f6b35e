package io.actjs.actctl.command.env;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code actctl env set}. */
@Command(
    name = "set",
    description = {
      "Set values that classes declare; the next turn reads them, nothing is republished.",
      "",
      "A NAME without a value is read from standard input, or asked for: other users can see"
          + " the arguments of a command in ps.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  actctl env set REGION=eu", "  actctl env set STRIPE_KEY --secret < stripe.key"})
final class EnvSetCommand extends ClientCommand {
  private static final int MOST_BYTES = 64 << 10;

  @Parameters(
      paramLabel = "NAME[=VALUE]",
      arity = "1..*",
      description = "Names of values, with the values or one without.")
  private List<String> settings;

  @Option(
      names = "--secret",
      description = "Seal the value: it is shown to the classes that declare it, and never again.")
  private boolean secret;

  @Mixin private EnvName env;

  @Override
  protected int run(Server to) {
    ObjectNode values = Json.object();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals >= 0) {
        values.put(setting.substring(0, equals), setting.substring(equals + 1));
      } else if (settings.size() > 1) {
        throw new Failure("only one value can be read from standard input: set it alone", null);
      } else {
        values.put(setting, read(setting));
      }
    }
    ObjectNode body = Json.object().put("secret", secret);
    body.set("values", values);
    JsonNode answer = to.post(Server.path("v1", "admin", "env", env.name), body.toString());
    output.print(answer, () -> "set " + String.join(", ", names(values)) + " in " + env.name);
    return 0;
  }

  private static List<String> names(ObjectNode values) {
    return values.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** Without the end of its line, which editors and echo add. */
  private static String read(String name) {
    Console console = System.console();
    if (console.isTerminal()) {
      char[] typed = console.readPassword("%s: ", name);
      if (typed == null) {
        throw new Failure("no value was given for " + name, null);
      }
      return new String(typed);
    }
    try {
      byte[] bytes = System.in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new Failure("the value of " + name + " has more than 64 KiB", null);
      }
      return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", "");
    } catch (IOException e) {
      throw new Failure("cannot read the value of " + name + ": " + e.getMessage(), e);
    }
  }
}
