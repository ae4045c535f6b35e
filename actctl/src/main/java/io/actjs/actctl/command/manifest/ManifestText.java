package io.actjs.actctl.command.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A manifest as people read it. */
final class ManifestText {
  private ManifestText() {}

  /** Its SHA-256, then one version per line. */
  static String of(JsonNode manifest) {
    List<String> lines = new ArrayList<>();
    lines.add(manifest.path("sha256").asText());
    versions(manifest).forEach(it -> lines.add("  " + it));
    return String.join(System.lineSeparator(), lines);
  }

  /** {@code Name@version} of each. */
  static List<String> versions(JsonNode manifest) {
    return manifest.path("resolved").properties().stream()
        .map(it -> it.getKey() + "@" + it.getValue().asText())
        .toList();
  }
}
