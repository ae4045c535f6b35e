package io.actjs.actctl.command.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Json;
import io.actjs.actctl.screen.Progress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets a server try a migration on stored actors of a class. */
final class MigrationTrial {
  private static final String PATH = "/v1/admin/migrations/dry-run";
  private static final int LIST_PAGE = 1000;
  private static final int TRIAL_PAGE = 20;

  private final Server server;
  private final String className;
  private final @Nullable String version;

  /**
   * @param version to migrate to; null for the latest
   */
  MigrationTrial(Server server, String className, @Nullable String version) {
    this.server = server;
    this.className = className;
    this.version = version;
  }

  /** A stored actor that is not deleted, and the id before it in the order of all, which may be. */
  private record Place(String id, @Nullable String before) {}

  /** Tries every actor. */
  TrialReport all(Progress progress) {
    long total = places().size();
    TrialReport report = new TrialReport();
    String after = null;
    do {
      JsonNode page = page(after, TRIAL_PAGE);
      page.path("actors").forEach(report::add);
      progress.show(report.size(), Math.max(total, report.size()));
      after = page.path("next").asText(null);
    } while (after != null);
    return report;
  }

  /** Tries the wanted number, at equal distances in the order of ids; all if there are fewer. */
  TrialReport sample(int wanted, Progress progress) {
    List<Place> places = places();
    int count = Math.min(wanted, places.size());
    TrialReport report = new TrialReport();
    for (int i = 0; i < count; i++) {
      Place place = places.get((int) ((long) i * places.size() / count));
      page(place.before(), 1).path("actors").forEach(report::add);
      progress.show(i + 1, count);
    }
    return report;
  }

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    String before = null;
    String next = "";
    while (next != null) {
      String cursor = next.isEmpty() ? "" : "&cursor=" + Server.encode(next);
      JsonNode page =
          server.get(
              "/v1/actors?class=" + Server.encode(className) + "&limit=" + LIST_PAGE + cursor);
      for (JsonNode actor : page.path("actors")) {
        String id = actor.path("id").asText();
        if (!actor.path("tombstoned").asBoolean()) {
          places.add(new Place(id, before));
        }
        before = id;
      }
      next = page.path("next").asText(null);
    }
    return places;
  }

  private JsonNode page(@Nullable String after, int limit) {
    ObjectNode body = Json.object().put("class", className).put("limit", limit);
    if (version != null) {
      body.put("to", version);
    }
    if (after != null) {
      body.put("after", after);
    }
    return server.post(PATH, body.toString());
  }
}
