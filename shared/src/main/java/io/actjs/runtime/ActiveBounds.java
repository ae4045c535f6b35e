package io.actjs.runtime;

import io.actjs.model.ClassVersion;
import io.actjs.policy.ActiveLimits;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.directory.Seats;

/**
 * How many actors may be in memory: what the server says, and less when the latest version of their
 * class does, whatever version they run.
 */
record ActiveBounds(ActiveLimits limits, ClassRegistry registry) implements Seats.Bounds {
  @Override
  public int ofClass(String className) {
    ClassVersion latest = registry.latest(className);
    return limits.ofClass(latest == null ? 0 : latest.shape().limits().maxActive());
  }

  @Override
  public int ofTenant() {
    return limits.perTenant();
  }
}
