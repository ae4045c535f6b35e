package io.actjs.actctl.command.actor;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.command.PageOptions;
import io.actjs.actctl.command.TimeSpan;
import io.actjs.actctl.screen.Table;
import io.actjs.actctl.screen.Times;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code actctl actor list}. */
@Command(
    name = "list",
    description = {"List stored actors, ordered by class and id.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl actor list Cart --tag vip --limit 10",
      "  actctl actor list --active --updated-within 5m"
    })
final class ActorListCommand extends ClientCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLASS",
      description = "Class of the actors to list (default: all classes).")
  private @Nullable String className;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Tag that the actors have; with several, they have all of them.")
  private List<String> tags = List.of();

  @Option(
      names = "--at",
      paramLabel = "VERSION",
      description = "Class version that the actors are stored at.")
  private @Nullable String version;

  @Option(
      names = "--phase",
      paramLabel = "PHASE",
      description = "Only actors that are live, or tombstoned (default: both).")
  private @Nullable String phase;

  @Option(
      names = "--active",
      negatable = true,
      description = "Only actors that are in memory, or are not (default: both).")
  private @Nullable Boolean active;

  @Option(
      names = "--updated-within",
      paramLabel = "TIME",
      description = "Only actors whose last turn is not older than this, such as 30m or 7d.")
  private @Nullable String updatedWithin;

  @Mixin private PageOptions page;

  @Override
  protected int run(Server to) {
    StringBuilder query = new StringBuilder(page.query("cursor"));
    add("class", className, query);
    tags.forEach(tag -> add("tag", tag, query));
    add("version", version, query);
    add("phase", phase, query);
    add("active", active == null ? null : active.toString(), query);
    add("updatedSince", updatedSince(), query);
    JsonNode answer = to.get("/v1/actors" + query);
    output.print(answer, () -> text(answer));
    return 0;
  }

  private static void add(String name, @Nullable String value, StringBuilder query) {
    if (value != null) {
      query.append('&').append(name).append('=').append(Server.encode(value));
    }
  }

  private @Nullable String updatedSince() {
    try {
      return updatedWithin == null
          ? null
          : Long.toString(System.currentTimeMillis() - TimeSpan.parse(updatedWithin).toMillis());
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), "--updated-within: " + e.getMessage(), e);
    }
  }

  private static String text(JsonNode answer) {
    JsonNode actors = answer.path("actors");
    if (actors.isEmpty() && !answer.has("next")) {
      return "no stored actors";
    }
    Table table =
        new Table("CLASS", "ID", "VERSION", "SEQ", "STATUS", "UPDATED", "TAGS").cutting("TAGS");
    for (JsonNode actor : actors) {
      table.row(
          actor.path("class").asText(),
          actor.path("id").asText(),
          actor.path("version").asText(),
          actor.path("seq").asText(),
          status(actor),
          Times.text(actor.path("updatedAt")),
          tags(actor));
    }
    return PageOptions.text(table, answer);
  }

  private static String status(JsonNode actor) {
    return actor.path("tombstoned").asBoolean()
        ? "deleted"
        : actor.path("active").asBoolean() ? "active" : "";
  }

  private static String tags(JsonNode actor) {
    return StreamSupport.stream(actor.path("tags").spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(", "));
  }

  @Override
  protected @Nullable String namedClass() {
    return className;
  }
}
