package io.actjs.actjsd.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DefaultPolicyTest {
  @Test
  void onlyALoopbackAddressIsOpen() {
    assertEquals(DefaultPolicy.ALLOW, DefaultPolicy.of(false, true));
    assertEquals(DefaultPolicy.DENY, DefaultPolicy.of(false, false));
  }
}
