package io.actjs.simulation;

import io.actjs.policy.RuntimeLimits;
import io.actjs.storage.StorageDriver;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A bug for one part of the server, to see that the simulation finds it.
 *
 * @param kernel what becomes of the kernel's script
 * @param storage what becomes of the storage, which all processes share
 * @param driver what becomes of the driver of a process
 * @param limits what becomes of the limits that the processes keep, and the model does not know of
 */
record Plant(
    UnaryOperator<String> kernel,
    UnaryOperator<StorageDriver> storage,
    BiFunction<StorageDriver, Disk, StorageDriver> driver,
    UnaryOperator<RuntimeLimits> limits) {

  static final Plant NONE =
      new Plant(
          UnaryOperator.identity(),
          UnaryOperator.identity(),
          (driver, disk) -> driver,
          UnaryOperator.identity());

  Plant withKernel(UnaryOperator<String> value) {
    return new Plant(value, storage, driver, limits);
  }

  Plant withStorage(UnaryOperator<StorageDriver> value) {
    return new Plant(kernel, value, driver, limits);
  }

  Plant withDriver(BiFunction<StorageDriver, Disk, StorageDriver> value) {
    return new Plant(kernel, storage, value, limits);
  }

  Plant withLimits(UnaryOperator<RuntimeLimits> value) {
    return new Plant(kernel, storage, driver, value);
  }
}
