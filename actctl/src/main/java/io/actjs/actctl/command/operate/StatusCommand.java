package io.actjs.actctl.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.client.Server.Said;
import io.actjs.actctl.command.ClientCommand;
import io.actjs.actctl.screen.ErrorLines;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code actctl status}. */
@Command(
    name = "status",
    description = {
      "Show whether the server accepts calls, on one line.",
      "",
      "With the token of an administrator, also its version, store, classes, actors in memory,"
          + " connections, and calls per second.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  actctl status",
      "  actctl status --wait 30 && actctl publish Cart.ts --bump auto",
      "",
      "Exit codes: 0 accepts calls; 1 answers, but is not ready: it starts, waits for another"
          + " server's end, stops, or its store is away; 2 wrong usage; 3 does not answer."
    })
public final class StatusCommand extends ClientCommand {
  private static final int NOT_READY = 1;
  private static final int NO_ANSWER = 3;
  private static final int OK = 200;
  private static final long LOOK_MS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "Time to wait until the server accepts calls.")
  private @Nullable Integer wait;

  /** What was found. */
  private record Found(int exit, ObjectNode document, String text) {}

  @Override
  protected int run(Server to) {
    if (wait != null && wait < 0) {
      throw new ParameterException(spec.commandLine(), "--wait must not be negative");
    }
    long end = System.nanoTime() + Duration.ofSeconds(wait == null ? 0 : wait).toNanos();
    Found found = look(to);
    while (found.exit != 0 && System.nanoTime() < end && pause()) {
      found = look(to);
    }
    Found last = found;
    output.print(last.document, () -> last.text);
    return last.exit;
  }

  private static boolean pause() {
    try {
      Thread.sleep(LOOK_MS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Found look(Server to) {
    ObjectNode document = Json.object().put("url", to.url());
    try {
      Said ready = to.ask("/v1/ready", PATIENCE);
      if (ready.status() == OK) {
        ObjectNode all = document.put("status", "ready");
        all.setAll(details(to));
        return new Found(0, all, text(to, all));
      }
      String code = ready.document().path("code").asText("" + ready.status());
      String detail = ready.document().path("detail").asText();
      return new Found(
          NOT_READY,
          document.put("status", "not-ready").put("code", code).put("detail", detail),
          to.url() + " is not ready: " + code + ": " + ErrorLines.oneLine(detail));
    } catch (IOException e) {
      return silent(to, document, to.unreachable(e).detail());
    } catch (Failure e) {
      return silent(to, document, e.detail());
    }
  }

  private static Found silent(Server to, ObjectNode document, String detail) {
    return new Found(
        NO_ANSWER,
        document.put("status", "no-answer").put("detail", detail),
        to.url() + " does not answer: " + ErrorLines.oneLine(detail));
  }

  /** What an administrator is told, or else anybody. */
  private static ObjectNode details(Server to) throws IOException {
    Said all = to.ask("/v1/admin/status", PATIENCE);
    Said told = all.status() == OK ? all : to.ask("/v1/health", PATIENCE);
    ObjectNode details = Json.object();
    told.document()
        .properties()
        .forEach(
            member -> {
              if (!member.getKey().equals("status") && !member.getKey().equals("ready")) {
                details.set(member.getKey(), member.getValue());
              }
            });
    return details;
  }

  private static String text(Server to, JsonNode of) {
    StringBuilder text = new StringBuilder(to.url()).append(" is ready");
    if (of.has("version")) {
      text.append(", version ").append(of.path("version").asText());
    }
    text.append(", up ").append(span(Duration.ofMillis(of.path("uptimeMs").asLong())));
    if (of.has("store")) {
      text.append(", store ").append(of.path("store").asText());
      text.append(", classes ").append(of.path("classes").asLong());
      text.append(", actors in memory ").append(of.path("actors").asLong());
      text.append(", connections ").append(of.path("connections").asLong());
      text.append(", calls/s ").append(of.path("callsPerSecond").asText());
    }
    return text.toString();
  }

  private static String span(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + "d" + time.toHoursPart() + "h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h" + time.toMinutesPart() + "m";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m" + time.toSecondsPart() + "s"
        : time.toSeconds() + "s";
  }
}
