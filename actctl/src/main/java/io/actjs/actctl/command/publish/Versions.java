package io.actjs.actctl.command.publish;

import io.actjs.model.Version;

/** The order by which the registry picks the latest version: releases before prereleases. */
final class Versions {
  private Versions() {}

  static boolean isNewer(String left, String right) {
    Version a = Version.parse(left);
    Version b = Version.parse(right);
    if (a.prerelease().isEmpty() != b.prerelease().isEmpty()) {
      return a.prerelease().isEmpty();
    }
    return a.compareTo(b) > 0;
  }
}
