package io.actjs.actctl.compat;

import io.actjs.model.Version;
import java.util.Locale;

/** The part of a semantic version that a new one raises, the smallest first. */
public enum Bump {
  PATCH,
  MINOR,
  MAJOR;

  /**
   * The next version. After a prerelease it is the release of the same numbers, if these raise as
   * much: {@code 2.0.0-rc.1} is followed by {@code 2.0.0} in any case.
   */
  public Version after(Version before) {
    boolean isPrerelease = !before.prerelease().isEmpty();
    return switch (this) {
      case PATCH -> isPrerelease ? release(before) : before.nextPatch();
      case MINOR ->
          isPrerelease && before.patch() == 0
              ? release(before)
              : new Version(before.major(), before.minor() + 1, 0, "");
      case MAJOR ->
          isPrerelease && before.patch() == 0 && before.minor() == 0
              ? release(before)
              : new Version(before.major() + 1, 0, 0, "");
    };
  }

  private static Version release(Version prerelease) {
    return new Version(prerelease.major(), prerelease.minor(), prerelease.patch(), "");
  }

  /** As it is written on a command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
