package io.actjs.registry.range;

import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An npm version range: alternatives split by {@code ||}, each a hyphen range or comparators that
 * must all hold. The empty text is {@code *}. A prerelease is in an alternative only when one of
 * its comparators names a prerelease of the same major, minor and patch number. Immutable.
 */
public final class VersionRange {
  private static final int MAX_CHARS = 256;
  private static final String NUMBER = "(0|[1-9]\\d{0,14}|[xX*])";
  private static final String IDENTIFIER = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)";
  private static final String PARTIAL =
      ("NUM(?:\\.NUM(?:\\.NUM(?:-(ID(?:\\.ID)*))?"
              + "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?)?)?")
          .replace("NUM", NUMBER)
          .replace("ID", IDENTIFIER);
  private static final Pattern HYPHEN =
      Pattern.compile("[v= ]*" + PARTIAL + " +- +[v= ]*" + PARTIAL + " *");
  private static final Pattern COMPARATOR =
      Pattern.compile(" *(?:(\\^|~>?)[v= ]*|([<>](?: *=)?|=?) *[v=]?)" + PARTIAL + "(?= |$) *");
  private static final Pattern TEXT = Pattern.compile("[ -~]*");
  private static final int GROUPS_OF_PARTIAL = 4;

  /** Every release. Beside it npm ignores other alternatives, with the prereleases in them. */
  private static final List<Bound> EVERYTHING = List.of();

  private final List<List<Bound>> alternatives;

  private VersionRange(List<List<Bound>> alternatives) {
    this.alternatives = alternatives;
  }

  /** Reads a range; null when the text is none, or has more than {@value #MAX_CHARS} characters. */
  public static @Nullable VersionRange parse(String text) {
    if (text.length() > MAX_CHARS || !TEXT.matcher(text).matches()) {
      return null;
    }
    List<List<Bound>> alternatives = new ArrayList<>();
    for (String part : text.split("\\|\\|", -1)) {
      List<Bound> bounds = alternative(part);
      if (bounds == null) {
        return null;
      }
      alternatives.add(List.copyOf(bounds));
    }
    if (alternatives.contains(EVERYTHING)) {
      alternatives = List.of(EVERYTHING);
    }
    return new VersionRange(List.copyOf(alternatives));
  }

  private static @Nullable List<Bound> alternative(String text) {
    List<Bound> bounds = new ArrayList<>();
    Matcher hyphen = HYPHEN.matcher(text);
    if (hyphen.matches()) {
      Partial.of(hyphen, 1).from(bounds);
      Partial.of(hyphen, 1 + GROUPS_OF_PARTIAL).upTo(bounds);
      return bounds;
    }
    Matcher comparator = COMPARATOR.matcher(text);
    int at = 0;
    while (!text.substring(at).isBlank()) {
      if (!comparator.region(at, text.length()).lookingAt()) {
        return null;
      }
      String span = comparator.group(1);
      Partial.of(comparator, 3)
          .compare(span != null ? span : comparator.group(2).replace(" ", ""), bounds);
      at = comparator.end();
    }
    return bounds;
  }

  /**
   * As {@link #contains}, but a prerelease counts as its release unless the range names one of the
   * same numbers: state of it has the release's shape.
   */
  public boolean covers(Version version) {
    boolean named =
        version.prerelease().isEmpty()
            || alternatives.stream()
                .flatMap(List::stream)
                .anyMatch(bound -> bound.namesPrereleaseOf(version) && !bound.isFloor());
    return contains(
        named ? version : new Version(version.major(), version.minor(), version.patch(), ""));
  }

  public boolean contains(Version version) {
    for (List<Bound> bounds : alternatives) {
      if (isIn(version, bounds)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(Version version, List<Bound> bounds) {
    boolean named = version.prerelease().isEmpty();
    for (Bound bound : bounds) {
      if (!bound.admits(version)) {
        return false;
      }
      named = named || bound.namesPrereleaseOf(version);
    }
    return named;
  }

  private enum Relation {
    BELOW,
    AT_MOST,
    EQUAL,
    AT_LEAST,
    ABOVE
  }

  private record Bound(Relation relation, Version version) {
    boolean admits(Version other) {
      int order = other.compareTo(version);
      return switch (relation) {
        case BELOW -> order < 0;
        case AT_MOST -> order <= 0;
        case EQUAL -> order == 0;
        case AT_LEAST -> order >= 0;
        case ABOVE -> order > 0;
      };
    }

    /** Whether it stands for the end of a range whose numbers were given without a prerelease. */
    boolean isFloor() {
      return relation == Relation.BELOW && version.prerelease().equals("0");
    }

    boolean namesPrereleaseOf(Version other) {
      return !version.prerelease().isEmpty()
          && version.major() == other.major()
          && version.minor() == other.minor()
          && version.patch() == other.patch();
    }
  }

  /** A version whose numbers may be missing, from the right; {@value #ANY} stands for them. */
  private record Partial(long major, long minor, long patch, String prerelease) {
    private static final long ANY = -1;
    private static final Version ORIGIN = new Version(0, 0, 0, "");

    static Partial of(Matcher matcher, int group) {
      long major = number(matcher.group(group));
      long minor = major == ANY ? ANY : number(matcher.group(group + 1));
      long patch = minor == ANY ? ANY : number(matcher.group(group + 2));
      String prerelease = matcher.group(group + 3);
      return new Partial(major, minor, patch, patch == ANY || prerelease == null ? "" : prerelease);
    }

    private static long number(@Nullable String text) {
      return text == null || "xX*".contains(text) ? ANY : Long.parseLong(text);
    }

    void compare(String operator, List<Bound> into) {
      switch (operator) {
        case "^" -> between(caretEnd(), into);
        case "~", "~>" -> between(minor == ANY ? nextMajor() : nextMinor(), into);
        case "<" -> add(Relation.BELOW, patch == ANY ? beforeAll(first()) : exact(), into);
        case "<=" -> upTo(into);
        case ">" -> above(into);
        case ">=" -> from(into);
        default -> equal(into);
      }
    }

    private void between(Version end, List<Bound> into) {
      if (major != ANY) {
        add(Relation.AT_LEAST, first(), into);
        add(Relation.BELOW, beforeAll(end), into);
      }
    }

    private Version caretEnd() {
      if (minor == ANY || major > 0) {
        return nextMajor();
      }
      return patch == ANY || minor > 0 ? nextMinor() : new Version(0, 0, patch + 1, "");
    }

    void from(List<Bound> into) {
      if (major != ANY) {
        add(Relation.AT_LEAST, first(), into);
      }
    }

    /** The end of a hyphen range, and {@code <=}: up to the last version that the partial names. */
    void upTo(List<Bound> into) {
      if (patch != ANY) {
        add(Relation.AT_MOST, exact(), into);
      } else if (major != ANY) {
        add(Relation.BELOW, beforeAll(next()), into);
      }
    }

    private void above(List<Bound> into) {
      if (patch != ANY) {
        add(Relation.ABOVE, exact(), into);
      } else if (major != ANY) {
        add(Relation.AT_LEAST, next(), into);
      } else {
        add(Relation.BELOW, beforeAll(first()), into);
      }
    }

    private void equal(List<Bound> into) {
      if (patch != ANY) {
        add(Relation.EQUAL, exact(), into);
      } else {
        between(next(), into);
      }
    }

    private static void add(Relation relation, Version version, List<Bound> into) {
      if (relation != Relation.AT_LEAST || !version.equals(ORIGIN)) {
        into.add(new Bound(relation, version));
      }
    }

    private Version exact() {
      return new Version(major, minor, patch, prerelease);
    }

    private Version first() {
      return new Version(Math.max(major, 0), Math.max(minor, 0), Math.max(patch, 0), prerelease);
    }

    private Version next() {
      return minor == ANY ? nextMajor() : nextMinor();
    }

    private Version nextMajor() {
      return new Version(major + 1, 0, 0, "");
    }

    private Version nextMinor() {
      return new Version(major, minor + 1, 0, "");
    }

    /** The lowest version of the same numbers, so that none of its prereleases is below it. */
    private static Version beforeAll(Version version) {
      return new Version(version.major(), version.minor(), version.patch(), "0");
    }
  }
}
