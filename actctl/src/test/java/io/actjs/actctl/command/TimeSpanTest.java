package io.actjs.actctl.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeSpanTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({"0s,PT0S", "90s,PT90S", "15m,PT15M", "12h,PT12H", "30d,PT720H", "2w,PT336H"})
  void aSpanIsANumberAndAUnit(String text, String duration) {
    assertEquals(Duration.parse(duration), TimeSpan.parse(text));
    assertEquals(NOW.plus(Duration.parse(duration)), TimeSpan.after(NOW, text));
  }

  @Test
  void aMomentMayBeGivenAsItIs() {
    assertEquals(
        Instant.parse("2031-05-06T07:08:09Z"), TimeSpan.after(NOW, "2031-05-06T07:08:09Z"));
  }

  @Test
  void fault38_aTextIsRefusedWithTheFormsThatAreAccepted() {
    String time = "2030-01-31T00:00:00Z";
    var noDuration = assertThrows(TypeConversionException.class, () -> TimeSpan.parse(time));
    var neither = assertThrows(TypeConversionException.class, () -> TimeSpan.after(NOW, "soon"));

    assertEquals(
        "expected a duration such as 30d or 12h, got '" + time + "'", noDuration.getMessage());
    assertEquals(
        "expected a duration such as 30d, or a time such as 2030-01-31T00:00:00Z, got 'soon'",
        neither.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "30", "d", "-1d", "1.5h", "30 d", "30D", "1y", "99999999999d", "tomorrow"})
  void otherTextsAreRefused(String text) {
    assertThrows(TypeConversionException.class, () -> TimeSpan.parse(text));
    assertThrows(TypeConversionException.class, () -> TimeSpan.after(NOW, text));
  }
}
