package io.actjs.testkit;

import io.actjs.storage.ForwardingDriver;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.access.AccessStore;
import io.actjs.testkit.Faults.Exposure;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;

/**
 * A driver that fails where the test wants it to: every call asks the {@link Plan}. After a crash
 * it answers nothing any more, as if the process had died; the driver behind it keeps what it had
 * stored.
 *
 * <p>Of the registry, changes ask the plan as {@code registry.} and the method's name, and of what
 * the store keeps about access as {@code access.}; reads of both fail after a crash only.
 */
public final class FaultyDriver extends ForwardingDriver {
  /** Methods about the driver itself, which neither read nor change the store. */
  private static final Set<String> ABOUT_THE_DRIVER =
      Set.of(
          "lanes", "isLocal", "registry", "access", "contents", "outage", "stopWaiting", "stats");

  /** What goes wrong with one call. */
  public enum Fault {
    NONE,
    /** The call does nothing and throws {@code StorageUnavailable}. */
    FAIL_BEFORE,
    /** The call does its work and throws: its answer is lost. */
    FAIL_AFTER,
    /** The process dies before the call. */
    CRASH_BEFORE,
    /** The process dies after the call, before its answer. */
    CRASH_AFTER
  }

  /** Decides each call's fate. Thread-safe. */
  public interface Plan {
    /**
     * @param operation the method's name
     * @param call the call's number, from 0, over all operations
     */
    Fault at(String operation, int call);
  }

  private final Faults faults;
  private final RegistryStore registry;
  private final AccessStore access;

  public FaultyDriver(StorageDriver driver, Plan plan) {
    this(driver, new Faults(plan));
  }

  private FaultyDriver(StorageDriver driver, Faults faults) {
    super(faults.before(StorageDriver.class, driver, "", FaultyDriver::exposureOf));
    this.faults = faults;
    this.registry =
        faults.before(
            RegistryStore.class,
            driver.registry(),
            "registry.",
            method -> planned(method.getReturnType() == void.class));
    this.access =
        faults.before(
            AccessStore.class,
            driver.access(),
            "access.",
            // Reads give lists.
            method -> planned(method.getReturnType() != List.class));
  }

  private static Exposure planned(boolean changes) {
    return changes ? Exposure.PLANNED : Exposure.UNTIL_CRASH;
  }

  private static Exposure exposureOf(Method method) {
    return ABOUT_THE_DRIVER.contains(method.getName()) ? Exposure.NONE : Exposure.PLANNED;
  }

  public boolean crashed() {
    return faults.crashed();
  }

  /** Calls made so far. */
  public int calls() {
    return faults.calls();
  }

  @Override
  public RegistryStore registry() {
    return registry;
  }

  @Override
  public AccessStore access() {
    return access;
  }

  /** Leaves the driver behind it open, as a crash would. */
  @Override
  public void close() {}
}
