package io.actjs.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version (semver 2.0.0) in canonical text; build metadata is refused because two rows
 * must never be equal in precedence.
 *
 * @param prerelease the dot-separated identifiers after {@code -}, or the empty string
 */
public record Version(long major, long minor, long patch, String prerelease)
    implements Comparable<Version> {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(0|[1-9]\\d{0,14})\\.(0|[1-9]\\d{0,14})\\.(0|[1-9]\\d{0,14})"
              + "(?:-((?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*))*))?");

  /**
   * Reads a version; surrounding spaces and one leading {@code v} or {@code =} are tolerated and
   * dropped.
   *
   * @throws ActjsException {@link ProblemCode#InvalidVersion}
   */
  public static Version parse(String text) {
    String trimmed = text.strip();
    if (trimmed.startsWith("v") || trimmed.startsWith("=")) {
      trimmed = trimmed.substring(1).strip();
    }
    Matcher matcher = GRAMMAR.matcher(trimmed);
    if (trimmed.length() > 256 || !matcher.matches()) {
      throw new ActjsException(
          ProblemCode.InvalidVersion,
          "\"" + text + "\" is not a semantic version such as 1.2.3 or 1.2.3-rc.1");
    }
    String prerelease = matcher.group(4);
    return new Version(
        Long.parseLong(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Long.parseLong(matcher.group(3)),
        prerelease == null ? "" : prerelease);
  }

  /** The version with the next patch number and no prerelease. */
  public Version nextPatch() {
    return new Version(major, minor, patch + 1, "");
  }

  @Override
  public int compareTo(Version other) {
    int result = Long.compare(major, other.major);
    result = result != 0 ? result : Long.compare(minor, other.minor);
    result = result != 0 ? result : Long.compare(patch, other.patch);
    return result != 0 ? result : comparePrerelease(prerelease, other.prerelease);
  }

  private static int comparePrerelease(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Boolean.compare(a.isEmpty(), b.isEmpty());
    }
    String[] left = a.split("\\.", -1);
    String[] right = b.split("\\.", -1);
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int result = compareIdentifier(left[i], right[i]);
      if (result != 0) {
        return result;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int compareIdentifier(String a, String b) {
    boolean aNumeric = a.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean bNumeric = b.chars().allMatch(c -> c >= '0' && c <= '9');
    if (aNumeric && bNumeric) {
      int byLength = Integer.compare(a.length(), b.length());
      return byLength != 0 ? byLength : a.compareTo(b);
    }
    return aNumeric == bNumeric ? a.compareTo(b) : (aNumeric ? -1 : 1);
  }

  @Override
  public String toString() {
    String core = major + "." + minor + "." + patch;
    return prerelease.isEmpty() ? core : core + "-" + prerelease;
  }
}
