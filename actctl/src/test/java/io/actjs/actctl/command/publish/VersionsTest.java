package io.actjs.actctl.command.publish;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VersionsTest {

  @Test
  void theLatestVersionIsARelease() {
    assertTrue(Versions.isNewer("1.10.0", "1.9.0"));
    assertTrue(Versions.isNewer("1.0.0", "2.0.0-rc.1"));
    assertFalse(Versions.isNewer("1.0.0", "1.0.0"));
  }
}
