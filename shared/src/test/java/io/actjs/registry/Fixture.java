package io.actjs.registry;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.function.Executable;

/**
 * A registry on the memory driver. Its compiler and its engine are shared, and load at first use.
 */
final class Fixture {
  static final long NOW = 1_700_000_000_000L;
  static final String TINY = "return class Tiny extends actjs.Actor {};\n";

  private static final TypeScriptCompiler COMPILER = TypeScriptCompiler.open();
  private static final Engine ENGINE =
      Engine.open(EngineLimits.DEFAULT.withHandlerCpuMs(2_000).withHeapBytes(64 << 20));

  final ManualClock clock = new ManualClock(NOW);
  final RegistryStore store = new MemoryDriver().registry();
  final ClassRegistry registry = open(false);

  /** One more registry on the same store, as after a restart. */
  ClassRegistry open(boolean requireSigned) {
    return ClassRegistry.over(store, COMPILER, ENGINE, clock, new RegistryOptions(requireSigned));
  }

  /** Publishes through the registry. */
  ClassVersion publish(String name, String version) {
    return registry.publish(request(name, version), "test");
  }

  static PublishRequest request(String name, String version) {
    return PublishRequest.of(name, version, TINY).unchecked();
  }

  static PublishRequest request(
      String name,
      String version,
      Map<String, String> deps,
      Map<String, String> engines,
      boolean floating,
      PublishRequest.Signature signature) {
    return new PublishRequest(
        name, version, TINY, deps, engines, floating, null, null, signature, false, Map.of());
  }

  /** Stores {@code Name@version} without compiling it; a registry opened later knows it. */
  void store(String text, String... deps) {
    store(store, text, deps);
  }

  static void store(RegistryStore store, String text, String... deps) {
    TreeMap<String, String> ranges = new TreeMap<>();
    for (String dep : deps) {
      ranges.put(Universe.before(dep), Universe.after(dep));
    }
    ClassVersion version =
        new ClassVersion(
            ref(text),
            "0".repeat(64),
            new ClassShape(ClassKind.STATE, ClassShape.Durability.STRICT, List.of()),
            ranges,
            new TreeMap<>(),
            false,
            null,
            NOW,
            null);
    store.publish(new PublishedClass(version, "source", "compiled", ""), List.of());
  }

  static ClassRef ref(String text) {
    return new ClassRef(Universe.before(text), Version.parse(Universe.after(text)));
  }

  static ProblemCode refused(Executable executable) {
    return assertThrows(ActjsException.class, executable).code();
  }
}
