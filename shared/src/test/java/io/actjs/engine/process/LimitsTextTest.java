package io.actjs.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.engine.EngineLimits;
import org.junit.jupiter.api.Test;

class LimitsTextTest {
  @Test
  void everyLimitArrives() {
    EngineLimits limits =
        EngineLimits.DEFAULT.withHandlerCpuMs(123_456_789_012L).withHeapBytes(98L << 32);
    assertEquals(limits, LimitsText.read(LimitsText.write(limits)));
  }
}
