package io.actjs.actctl.command.env;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.FreeText;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code actctl env set}. */
@Command(
    name = "set",
    description = {
      "Set values that classes declare as static env. The next turn reads them; nothing is"
          + " republished.",
      "",
      "Without VALUE, or with \"-\", the value is read from standard input, or asked for at a"
          + " terminal. A secret is never taken from the command line, which other users can see"
          + " in ps.",
      "",
      "With --file all values of a file are set, or none: lines of NAME=VALUE, with quotes where"
          + " a value needs them, and comments behind #.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl env set REGION eu --env prod",
      "  actctl env set STRIPE_KEY --secret < stripe.key",
      "  actctl env set --file prod.env --secret-name STRIPE_KEY --env prod"
    })
final class EnvSetCommand extends ClientCommand {
  private static final int MOST_BYTES = 64 << 10;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Name of the value.")
  private @Nullable String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "The value; \"-\" for standard input (default).")
  @FreeText
  private @Nullable String value;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "File of the values to set, \"-\" for standard input.")
  private @Nullable Path file;

  @Option(
      names = "--secret",
      description =
          "Seal the value, or all values of the file: only classes that declare it as a secret get"
              + " it, and nothing shows it.")
  private boolean secret;

  @Option(
      names = "--secret-name",
      paramLabel = "NAME",
      description = "Name of a value of the file that is a secret; repeatable.")
  private Set<String> secretNames = new LinkedHashSet<>();

  @Option(
      names = "--force",
      description =
          "Set the value although published classes declare it otherwise, or it was a secret.")
  private boolean force;

  @Mixin private EnvName env;

  @Override
  protected int run(Server to) {
    Map<String, String> given = file == null ? one() : fromFile(file);
    ObjectNode texts = Json.object();
    ObjectNode secrets = Json.object();
    given.forEach(
        (each, text) -> (secret || secretNames.contains(each) ? secrets : texts).put(each, text));
    ObjectNode body = Json.object().put("force", force);
    body.set("values", texts);
    body.set("secrets", secrets);
    JsonNode answer = to.post(Server.path("v1", "admin", "env", env.name), body.toString());
    output.print(answer, () -> "set " + String.join(", ", given.keySet()) + " in " + env.name);
    return 0;
  }

  private Map<String, String> one() {
    if (name == null) {
      throw wrong("a NAME or --file is needed");
    }
    if (!secretNames.isEmpty()) {
      throw wrong("--secret-name is for values of a --file; use --secret");
    }
    if (value != null && !value.equals("-")) {
      if (secret) {
        throw wrong(
            "a secret is not taken from the command line, which other users can see in ps: leave"
                + " VALUE out, and give it on standard input");
      }
      return Map.of(name, value);
    }
    return Map.of(name, read(name));
  }

  private Map<String, String> fromFile(Path path) {
    if (name != null) {
      throw wrong("NAME and --file exclude each other");
    }
    Map<String, String> values =
        new LinkedHashMap<>(
            path.toString().equals("-")
                ? EnvFile.parse("standard input", standardInput("the file"))
                : EnvFile.read(path));
    if (values.isEmpty()) {
      throw new Failure(path + " has no values", null);
    }
    List<String> unknown = secretNames.stream().filter(each -> !values.containsKey(each)).toList();
    if (!unknown.isEmpty()) {
      throw new Failure(
          path + " has no " + String.join(", ", unknown) + ", which --secret-name names", null);
    }
    return values;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Without the end of its line, which editors and echo add. */
  // There is none in Java 25 when the standard input is no terminal.
  @SuppressWarnings("SystemConsoleNull")
  private static String read(String name) {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword("%s: ", name);
      if (typed == null) {
        throw new Failure("no value was given for " + name, null);
      }
      return new String(typed);
    }
    return standardInput("the value of " + name).replaceFirst("\\r?\\n$", "");
  }

  private static String standardInput(String what) {
    try {
      byte[] bytes = System.in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new Failure(what + " has more than 64 KiB", null);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Failure(what + " is no UTF-8", e);
    } catch (IOException e) {
      throw new Failure("cannot read " + what + ": " + e.getMessage(), e);
    }
  }
}
