package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.FreeText;
import io.actjs.actctl.command.PinOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that sends one message to one handler of one actor. */
abstract class MessageCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "CLASS", description = "Class of the actor.")
  private String className;

  @Parameters(index = "1", paramLabel = "ID", description = "Id of the actor; any string.")
  private String id;

  @Parameters(index = "2", paramLabel = "METHOD", description = "Name of the handler.")
  private String method;

  @Parameters(
      index = "3",
      arity = "0..1",
      paramLabel = "ARGS-JSON",
      description =
          "Argument of the handler as JSON; - reads it from standard input (default: {}).")
  @FreeText
  private @Nullable String args;

  @Mixin private PinOption pin;

  /** The path of the request. */
  abstract String path(String className, String id, String method);

  /** The answer as people read it. */
  abstract String text(JsonNode answer);

  @Override
  protected final int run(Server to) {
    String json = JsonArgument.read(spec, "ARGS-JSON", args);
    send(pin.pinned(to), path(className, id, method), json);
    return 0;
  }

  /** Sends the message and prints what is answered. */
  void send(Server to, String path, String json) {
    JsonNode answer = to.post(path, json);
    output.print(answer, () -> text(answer));
  }

  @Override
  protected final String namedClass() {
    return className;
  }
}
