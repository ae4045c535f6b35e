package io.actjs.runtime.planted;

import io.actjs.storage.memory.MemoryDriver;

/** A part of the runtime that knows where it stores. */
public interface KnowsADriver {
  MemoryDriver driver();
}
