package io.actjs.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.Isolate;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ClassRef;
import io.actjs.model.Clock;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.PublishRequest;
import io.actjs.registry.RegistryOptions;
import io.actjs.registry.env.EnvSnapshot;
import io.actjs.runtime.worker.LoadedClasses.LoadedClass;
import io.actjs.storage.memory.MemoryDriver;
import org.junit.jupiter.api.Test;

class LoadedClassesTest {
  private static final int VERSIONS = 150;

  /** Each version keeps almost 2 MB: all of them are twice what the heap may hold. */
  private static String source(int i) {
    return """
      const ballast = Array.from({ length: 10_000 }, (_, i) => 'version %d keeps text ' + i + '.'.repeat(20));
      return class Big extends actjs.Actor { static keep = ballast; };
      """
        .formatted(i);
  }

  private static ClassRef version(int i) {
    return new ClassRef("Big", new Version(1, 0, i, ""));
  }

  @Test
  void scenario69UnusedVersionsAreUnloadedAndTheirMemoryIsFreed() {
    EngineLimits limits = EngineLimits.DEFAULT.withHeapBytes(160 << 20);
    try (Engine engine = Engine.open(limits);
        TypeScriptCompiler compiler = TypeScriptCompiler.open()) {
      ClassRegistry registry =
          ClassRegistry.over(
              new MemoryDriver().registry(),
              compiler,
              engine,
              Clock.SYSTEM,
              RegistryOptions.DEFAULT);
      for (int i = 0; i < VERSIONS; i++) {
        PublishRequest request = PublishRequest.of("Big", "1.0." + i, source(i));
        var unused = registry.publish(request.unchecked(), "test");
      }
      try (Isolate isolate = engine.newIsolate()) {
        LoadedClasses classes = new LoadedClasses(isolate, registry, () -> EnvSnapshot.NONE);
        LoadedClass held = classes.get(version(0));
        classes.hold(held);
        LoadedClass first = classes.get(version(1));
        for (int i = 2; i < VERSIONS; i++) {
          var unused = classes.get(version(i));
          classes.trim();
        }
        assertEquals(33, classes.size());
        assertSame(held, classes.get(version(0)), "an actor runs it");
        assertNotSame(first, classes.get(version(1)), "it comes back when it is asked for");
        classes.release(held);
        for (int i = 2; i < 40; i++) {
          var unused = classes.get(version(i));
          classes.trim();
        }
        assertNotSame(held, classes.get(version(0)));
      }
    }
  }
}
