package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.range.VersionRange;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Versions, ranges and the manifests that are made of them. */
public final class ManifestFuzz {
  private static final Version ONE = Version.parse("1.2.3-rc.1");

  private ManifestFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    VersionRange range = VersionRange.parse(text);
    Version version;
    try {
      version = Version.parse(text);
    } catch (ActjsException e) {
      if (e.code() != ProblemCode.InvalidVersion) {
        throw new AssertionError("refused as " + e.code(), e);
      }
      version = ONE;
    }
    if (!version.equals(Version.parse(version.toString()))) {
      throw new AssertionError("not read again: " + version);
    }
    if (range != null) {
      var unused = range.covers(version) == range.contains(version);
    }
    Manifest manifest = Manifest.of(Map.of("A", version, "B", ONE));
    if (!manifest.canonical().equals(Manifest.of(manifest.resolved()).canonical())) {
      throw new AssertionError("not made again: " + manifest);
    }
  }
}
