package io.actjs.actctl.command.due;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * A command for one dead letter, or with {@code --all} for all that the filter lets through. The
 * server does those page by page; what it refuses is told and does not stop the others.
 */
abstract class LettersCommand extends ClientCommand {
  @Mixin private LetterFilter filter;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "MESSAGE",
      description = "Id of the message.")
  private @Nullable String message;

  @Option(
      names = "--all",
      description = "All dead letters of the actor, the class or the server, of the given age.")
  private boolean all;

  /** The last segment of the route for many. */
  abstract String verb();

  /** What was done, as in "retried 3 dead letters". */
  abstract String done();

  abstract void one(Server to, String path, String messageId);

  @Override
  protected final int run(Server to) {
    if (all) {
      return many(to);
    }
    String className = filter.className();
    String id = filter.id();
    if (className == null || id == null || message == null) {
      throw wrong("name a dead letter by CLASS, ID and MESSAGE, or use --all");
    }
    if (filter.hasAge()) {
      throw wrong("--newer-than and --older-than need --all");
    }
    one(to, Server.path("v1", "admin", "actors", className, id, "dead-letters", message), message);
    return 0;
  }

  private int many(Server to) {
    if (message != null) {
      throw wrong("--all and MESSAGE exclude each other");
    }
    // The ages are those of now, however long it takes.
    String query = "/v1/admin/dead-letters/" + verb() + "?limit=100" + filter.query();
    long done = 0;
    ArrayNode refused = Json.object().putArray("refused");
    String next = "";
    do {
      JsonNode page = to.post(query + next, null);
      done += page.path("done").asLong();
      page.path("refused").forEach(refused::add);
      next = page.has("next") ? "&after=" + Server.encode(page.path("next").asText()) : "";
    } while (!next.isEmpty());
    report(done, refused);
    return refused.isEmpty() ? 0 : 1;
  }

  private void report(long done, ArrayNode refused) {
    if (!output.json()) {
      for (JsonNode each : refused) {
        output.warn(
            "%s/%s %s: %s: %s"
                .formatted(
                    each.path("class").asText(),
                    each.path("id").asText(),
                    each.path("messageId").asText(),
                    each.path("code").asText(),
                    each.path("detail").asText()));
      }
    }
    ObjectNode document = Json.object().put("done", done);
    document.set("refused", refused);
    String text = done() + " " + done + (done == 1 ? " dead letter" : " dead letters");
    output.print(
        document, () -> refused.isEmpty() ? text : text + "; " + refused.size() + " refused");
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }

  @Override
  protected @Nullable String namedClass() {
    return filter.className();
  }
}
