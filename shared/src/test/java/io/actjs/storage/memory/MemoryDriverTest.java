package io.actjs.storage.memory;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.StorageDriverTck;

final class MemoryDriverTest extends StorageDriverTck {
  private final MemoryDriver only = new MemoryDriver();

  @Override
  protected StorageDriver open() {
    return only;
  }
}
