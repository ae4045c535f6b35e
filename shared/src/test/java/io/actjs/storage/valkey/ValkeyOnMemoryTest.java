package io.actjs.storage.valkey;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;

final class ValkeyOnMemoryTest extends ValkeyTck {
  private final MemoryDriver only = new MemoryDriver();

  @Override
  StorageDriver openStore() {
    return only;
  }
}
