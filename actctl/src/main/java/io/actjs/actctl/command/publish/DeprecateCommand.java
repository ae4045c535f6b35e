package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClassRefConverter;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.TimeSpan;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Times;
import io.actjs.model.ClassRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code actctl deprecate}. */
@Command(
    name = "deprecate",
    description = {
      "Mark a version as deprecated.",
      "",
      "Nothing new resolves to it. Clients pinned to it get a warning, and an error once "
          + "the grace period is over; without --grace it keeps working for them indefinitely. "
          + "Repeat the command to change grace period and reason; a deprecation cannot be "
          + "undone.",
      ""
    },
    footerHeading = "%nExample:%n",
    footer = "  actctl deprecate Cart@1.0.0 --grace 30d --reason 'rounds the total wrongly'")
public final class DeprecateCommand extends ClientCommand {
  @Parameters(
      paramLabel = "CLASS@VERSION",
      converter = ClassRefConverter.class,
      description = "Version to deprecate.")
  private ClassRef ref;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description = "Grace period: a duration such as 30d or 12h, or an ISO time at which it ends.")
  private @Nullable String grace;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, shown to users.")
  private @Nullable String reason;

  @Override
  protected int run(Server to) {
    ObjectNode body = Json.object().put("deprecated", true);
    if (grace != null) {
      body.put("graceUntilMs", graceUntil(grace).toEpochMilli());
    }
    if (reason != null) {
      body.put("reason", reason);
    }
    String path = Server.path("v1", "classes", ref.name(), "versions", ref.version().toString());
    JsonNode answer = to.patch(path, body.toString());
    output.print(answer, () -> text(answer));
    return 0;
  }

  private Instant graceUntil(String text) {
    try {
      return TimeSpan.after(Instant.now(), text);
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), "--grace: " + e.getMessage(), e);
    }
  }

  private String text(JsonNode answer) {
    JsonNode until = answer.path("graceUntilMs");
    return "deprecated "
        + ref
        + (until.isMissingNode()
            ? "; it keeps working indefinitely"
            : "; it keeps working until " + Times.text(until));
  }

  @Override
  protected String namedClass() {
    return ref.name();
  }
}
