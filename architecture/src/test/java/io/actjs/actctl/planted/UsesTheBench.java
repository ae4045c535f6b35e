package io.actjs.actctl.planted;

import io.actjs.bench.Bench;

/** A command that uses what nothing may use. */
public interface UsesTheBench {
  Bench bench();
}
