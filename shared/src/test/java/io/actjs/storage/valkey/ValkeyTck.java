package io.actjs.storage.valkey;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.StorageDriverTck;
import io.actjs.testservers.TestValkey;
import java.util.UUID;

/**
 * The contract of a store with a Valkey beside it, which has copied what it can before each step.
 */
abstract class ValkeyTck extends StorageDriverTck {
  private final ValkeyOptions options =
      ValkeyOptions.DEFAULT
          .withPrefix(UUID.randomUUID().toString())
          .withTimeouts(TestValkey.PATIENCE, TestValkey.PATIENCE);

  /** Opens the store, which is empty the first time. */
  abstract StorageDriver openStore() throws Exception;

  @Override
  protected StorageDriver open() throws Exception {
    return ValkeyDriver.open(openStore(), ValkeyUrl.parse(TestValkey.shared().url()), options);
  }

  @Override
  public StorageDriver driver() {
    ((ValkeyDriver) driver).awaitCopies();
    return driver;
  }
}
