package io.actjs.actjsd.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.actjsd.ws.Pulse.Sign;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {
  private final AtomicLong now = new AtomicLong(5_000);
  private final Pulse pulse = new Pulse(now::get);

  @Test
  void silenceBeyondTheTimeoutEndsAConnection() {
    now.addAndGet(90);
    assertEquals(Sign.ALIVE, pulse.check(90, 0, false));
    now.addAndGet(1);
    assertEquals(Sign.SILENT, pulse.check(90, 0, false));
  }

  @Test
  void whatIsReceivedIsLife() {
    now.addAndGet(80);
    pulse.seen();
    now.addAndGet(80);
    assertEquals(Sign.ALIVE, pulse.check(90, 0, false));
  }

  @Test
  void aPeerThatTakesBytesLives() {
    now.addAndGet(200);
    assertEquals(Sign.ALIVE, pulse.check(90, 7, false));
    now.addAndGet(200);
    assertEquals(Sign.SILENT, pulse.check(90, 7, false));
  }

  @Test
  void aPeerThatIsNotReadFromIsNotBlamed() {
    now.addAndGet(200);
    assertEquals(Sign.ALIVE, pulse.check(90, 0, true));
  }
}
