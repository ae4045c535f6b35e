package io.actjs.actctl.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.Version;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BumpTest {

  @ParameterizedTest
  @CsvSource({
    "1.2.3, 1.2.4, 1.3.0, 2.0.0",
    "0.4.1, 0.4.2, 0.5.0, 1.0.0",
    "2.0.0-rc.1, 2.0.0, 2.0.0, 2.0.0",
    "2.1.0-rc.1, 2.1.0, 2.1.0, 3.0.0",
    "2.1.3-rc.1, 2.1.3, 2.2.0, 3.0.0",
  })
  void theNextVersionRaisesItsPart(String before, String patch, String minor, String major) {
    Version version = Version.parse(before);

    assertEquals(patch, Bump.PATCH.after(version).toString());
    assertEquals(minor, Bump.MINOR.after(version).toString());
    assertEquals(major, Bump.MAJOR.after(version).toString());
  }
}
