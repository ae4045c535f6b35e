package io.actjs.actctl.command.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.actjs.actctl.client.Server;
import io.actjs.actctl.screen.Failure;
import io.actjs.actctl.screen.Json;
import io.actjs.engine.source.BundledSource;
import io.actjs.model.Version;
import io.actjs.registry.range.VersionRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * The author's text of the newest version of a class; null when there is none.
   *
   * @param range of the versions that count; null for all
   */
  static @Nullable String newestSource(Server to, String name, @Nullable String range) {
    VersionRange wanted = range == null ? null : VersionRange.parse(range);
    ArrayNode fitting = Json.object().putArray("versions");
    for (JsonNode version : of(to, name)) {
      if (wanted == null || wanted.contains(Version.parse(version.path("version").asText()))) {
        fitting.add(version);
      }
    }
    return fitting.isEmpty()
        ? null
        : BundledSource.authorsText(source(to, name, latest(fitting).path("version").asText()));
  }

  /** What was published of a version. */
  static String source(Server to, String name, String version) {
    return to.text(Server.path("v1", "classes", name, "versions", version, "source"));
  }

  /** The highest of the versions, deprecated ones and prereleases among them; null for none. */
  static @Nullable JsonNode highest(JsonNode versions) {
    JsonNode highest = null;
    for (JsonNode each : versions) {
      if (highest == null || version(each).compareTo(version(highest)) > 0) {
        highest = each;
      }
    }
    return highest;
  }

  private static Version version(JsonNode listed) {
    return Version.parse(listed.path("version").asText());
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
