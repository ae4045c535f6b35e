package io.actjs.actctl.test;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Clock;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.PublishRequest;
import io.actjs.registry.RegistryOptions;
import io.actjs.storage.memory.MemoryDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Class files as a registry stores them. Each is compiled once, and evaluated once, whatever the
 * number of runtimes that publish it. Thread-safe.
 */
final class TestClasses implements AutoCloseable {
  private static final Version ANY = Version.parse("1.0.0");
  private static final String UNNAMED = "Class";

  private final ClassCache cache;
  private final Map<Path, PublishedClass> known = new ConcurrentHashMap<>();
  private @Nullable Engine engine;
  private @Nullable TypeScriptCompiler compiler;

  TestClasses(ClassCache cache) {
    this.cache = cache;
  }

  /**
   * The class of a file, under a name and a version that mean nothing.
   *
   * @throws io.actjs.model.ActjsException what publishing refuses
   * @throws IOException when the file cannot be read
   */
  PublishedClass of(Path file) throws IOException {
    PublishedClass published = known.get(file);
    if (published == null) {
      published = cache.find(file);
      if (published == null) {
        published = prepare(file);
        cache.put(file, List.of(file), published);
      }
      known.put(file, published);
    }
    return published;
  }

  /** A new run begins: files may have changed. */
  void begin() {
    known.clear();
  }

  /** One after the other: there is one compiler. */
  private synchronized PublishedClass prepare(Path file) throws IOException {
    if (engine == null || compiler == null) {
      engine = Engine.open(EngineLimits.DEFAULT);
      compiler = TypeScriptCompiler.open();
    }
    ClassRegistry registry =
        ClassRegistry.over(
            new MemoryDriver().registry(),
            compiler,
            engine,
            Clock.SYSTEM,
            RegistryOptions.DEFAULT);
    ClassRef ref = new ClassRef(nameOf(file), ANY);
    PublishRequest request =
        PublishRequest.of(ref.name(), ref.version().toString(), Files.readString(file));
    var unused = registry.publishDraft(request.unchecked(), "test");
    return registry.get(ref);
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString().replaceFirst("\\.ts$", "");
    return ActorRef.isName(name) ? name : UNNAMED;
  }

  /** The class under another name and version. */
  static PublishedClass released(PublishedClass published, Release release, long nowMs) {
    ClassVersion version = published.version();
    return published.withVersion(
        new ClassVersion(
            release.ref(),
            version.sha256(),
            version.shape(),
            new TreeMap<>(release.deps()),
            version.engines(),
            release.floating(),
            null,
            nowMs,
            null));
  }

  /** How a test publishes a class. */
  record Release(ClassRef ref, Map<String, String> deps, boolean floating) {}

  @Override
  public synchronized void close() {
    if (compiler != null) {
      compiler.close();
    }
    if (engine != null) {
      engine.close();
    }
  }
}
