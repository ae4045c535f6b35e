package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import io.actjs.model.Version;
import java.util.List;

/** The published versions of a class, as the server lists them. */
final class Versions {
  private Versions() {}

  static JsonNode of(Server to, String name) {
    return to.get(Server.path("v1", "classes", name, "versions")).path("versions");
  }

  static Failure unknownClass(String name) {
    return new Failure("UnknownClass", "no class \"" + name + "\" is published", List.of(), null);
  }

  /**
   * The version that new actors run: the highest that is not deprecated, a release before a
   * prerelease.
   */
  static JsonNode latest(JsonNode versions) {
    JsonNode best = versions.path(0);
    for (JsonNode candidate : versions) {
      boolean healthier = best.has("deprecatedAt") && !candidate.has("deprecatedAt");
      boolean sicker = !best.has("deprecatedAt") && candidate.has("deprecatedAt");
      if (healthier
          || (!sicker
              && isNewer(candidate.path("version").asText(), best.path("version").asText()))) {
        best = candidate;
      }
    }
    return best;
  }

  static boolean isNewer(String left, String right) {
    Version a = Version.parse(left);
    Version b = Version.parse(right);
    if (a.prerelease().isEmpty() != b.prerelease().isEmpty()) {
      return a.prerelease().isEmpty();
    }
    return a.compareTo(b) > 0;
  }
}
