package io.actjs.actjsd.planted;

import io.actjs.testkit.ManualClock;

/** A part of the daemon that is only good for tests. */
public interface UsesTheTestkit {
  ManualClock clock();
}
