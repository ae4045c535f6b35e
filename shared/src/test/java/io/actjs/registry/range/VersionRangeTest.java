package io.actjs.registry.range;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What npm's own implementation answered for the same ranges and versions. */
class VersionRangeTest {
  private static final List<Version> VERSIONS =
      Arrays.stream(
              "0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3-alpha 1.2.3-rc.1 1.2.3 1.2.4-rc.1 1.3.0 2.0.0-0 2.0.0-rc.1 2.0.0 2.3.4 3.0.0"
                  .split(" "))
          .map(Version::parse)
          .toList();

  @ParameterizedTest
  @ValueSource(
      strings = {
        " # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 2.3.4 3.0.0",
        "* # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 2.3.4 3.0.0",
        "x # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 2.3.4 3.0.0",
        "1 # 1.0.0 1.2.0 1.2.3 1.3.0",
        "1.x # 1.0.0 1.2.0 1.2.3 1.3.0",
        "1.2.* # 1.2.0 1.2.3",
        "v1.2 # 1.2.0 1.2.3",
        "=1.2.3 # 1.2.3",
        "1.2.3+build # 1.2.3",
        "^1.2.3 # 1.2.3 1.3.0",
        "^0.2.3 # 0.2.3",
        "^0.0.3 # 0.0.3",
        "^0.0 # 0.0.0 0.0.1 0.0.3",
        "^0 # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0",
        "^1.x # 1.0.0 1.2.0 1.2.3 1.3.0",
        "^1.2.3-rc.1 # 1.2.3-rc.1 1.2.3 1.3.0",
        "~1.2.3 # 1.2.3",
        "~1 # 1.0.0 1.2.0 1.2.3 1.3.0",
        "~0 # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0",
        "~>1.2 # 1.2.0 1.2.3",
        "~1.2.3-alpha # 1.2.3-alpha 1.2.3-rc.1 1.2.3",
        ">=1.2.3 <2.0.0 # 1.2.3 1.3.0",
        ">= 1.2.3 # 1.2.3 1.3.0 2.0.0 2.3.4 3.0.0",
        "> 1 < 3 # 2.0.0 2.3.4",
        ">1 # 2.0.0 2.3.4 3.0.0",
        ">1.2 # 1.3.0 2.0.0 2.3.4 3.0.0",
        "<=1.2 # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3",
        "<1 # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0",
        "<1.2.3-rc.1 # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3-alpha",
        "<= 2 # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 2.3.4",
        "<* # ",
        ">* # ",
        ">=* # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 2.3.4 3.0.0",
        "1.2.3 - 2.3.4 # 1.2.3 1.3.0 2.0.0 2.3.4",
        "1.2 - 2 # 1.2.0 1.2.3 1.3.0 2.0.0 2.3.4",
        "1 - 2.x # 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 2.3.4",
        "1.2.3-alpha - 1.2.3-rc.1 # 1.2.3-alpha 1.2.3-rc.1",
        "^1 || ^3 # 1.0.0 1.2.0 1.2.3 1.3.0 3.0.0",
        "^1|| # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 2.3.4 3.0.0",
        "|| # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 2.3.4 3.0.0",
        "* || ^1.2.3-rc.1 # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 2.3.4 3.0.0",
        "^1.2.3 ^1.3.0 # 1.3.0",
        "^1.2.0 <1.2.3 # 1.2.0",
        "~1.2.3-alpha <1.2.3-rc.1 # 1.2.3-alpha",
        "1.2.3-rc.1 # 1.2.3-rc.1",
        "<2.0.0 # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3 1.3.0",
        ">=0.0.0 # 0.0.0 0.0.1 0.0.3 0.1.0 0.2.3 0.3.0 1.0.0 1.2.0 1.2.3 1.3.0 2.0.0 2.3.4 3.0.0",
        "2.0.0-0 - 3 # 2.0.0-0 2.0.0-rc.1 2.0.0 2.3.4 3.0.0",
        ">2.0.0-0 # 2.0.0-rc.1 2.0.0 2.3.4 3.0.0"
      })
  void containsWhatNpmSays(String vector) {
    String[] parts = vector.split("#", -1);
    VersionRange range = Objects.requireNonNull(VersionRange.parse(parts[0].strip()));

    assertEquals(
        parts[1].strip(),
        VERSIONS.stream()
            .filter(range::contains)
            .map(Version::toString)
            .collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not-a-range",
        "latest",
        "^^1",
        "01.2.3",
        "1.2.3.4",
        "^1.2.3-",
        "1.2.3-rc.01",
        "foo || ^1",
        "^1 foo",
        "1,2",
        "[1,2)",
        ">=1.0.0,<2.0.0",
        "1.2.3 -2.0.0",
        "9007199254740993.0.0",
        "==",
        "|",
        "\u00a01"
      })
  void refusesWhatNpmRefuses(String text) {
    assertNull(VersionRange.parse(text));
  }

  @Test
  void scenario21PrereleaseOnlyMatchesRangesWithTheSameTuplePrerelease() {
    Version candidate = Version.parse("1.2.3-rc.1");

    assertTrue(range("^1.2.3-rc.0").contains(candidate));
    assertFalse(range("^1.2.2-rc.0").contains(candidate));
    assertFalse(range("*").contains(candidate));
    assertFalse(range(">=1.0.0").contains(candidate));
  }

  @Test
  void aRangeHasAtMost256Characters() {
    assertNotNull(VersionRange.parse("1" + " ".repeat(255)));
    assertNull(VersionRange.parse("1" + " ".repeat(256)));
    assertNull(VersionRange.parse("= ".repeat(127) + "x!"));
  }

  private static VersionRange range(String text) {
    return Objects.requireNonNull(VersionRange.parse(text));
  }
}
