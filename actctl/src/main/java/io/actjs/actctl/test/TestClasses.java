package io.actjs.actctl.test;

import io.actjs.actctl.bundle.ClassFiles;
import io.actjs.actctl.bundle.ClassSource;
import io.actjs.actctl.bundle.ClassSources;
import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.TypeScriptCompiler.Types;
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
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
  private @Nullable ClassSources sources;

  TestClasses(ClassCache cache) {
    this.cache = cache;
  }

  /**
   * The class of a file, under a name and a version that mean nothing.
   *
   * @throws io.actjs.model.ActjsException what publishing refuses, but for types
   * @throws IOException when the file cannot be read
   */
  PublishedClass of(Path file) throws IOException, InterruptedException {
    PublishedClass published = known.get(file);
    if (published == null) {
      published = cache.find(file);
      if (published == null) {
        published = prepare(file);
      }
      known.put(file, published);
    }
    return published;
  }

  /** Whether the class of a file was asked for in this run. */
  boolean isKnown(Path file) {
    return known.containsKey(file);
  }

  /** The files that the class of a file, which is known, was made of. */
  Set<Path> inputs(Path file) {
    return cache.inputs(file);
  }

  /** A new run begins: files may have changed. */
  void begin() {
    known.clear();
  }

  /** One after the other: there is one compiler. */
  private synchronized PublishedClass prepare(Path file) throws IOException, InterruptedException {
    if (engine == null || compiler == null || sources == null) {
      engine = Engine.open(EngineLimits.DEFAULT);
      compiler = TypeScriptCompiler.open();
      // Where there is no file, there is no type: tests are not about types.
      sources = new ClassSources(TypeScriptCompiler.open(), className -> null);
    }
    ClassRef ref = new ClassRef(nameOf(file), ANY);
    ClassSource source = sources.of(file, ref.name(), Types.DERIVED);
    Map<String, String> siblings =
        source.bundled() ? Map.of() : sources.siblings(file, ref.name(), source.text()).sources();
    Set<Path> files = new TreeSet<>(source.watched());
    siblings.keySet().forEach(name -> files.add(file.resolveSibling(name + ".ts")));
    ClassRegistry registry =
        ClassRegistry.over(
            new MemoryDriver().registry(), compiler, engine, Clock.SYSTEM, RegistryOptions.DEFAULT);
    PublishRequest request =
        PublishRequest.of(ref.name(), ref.version().toString(), source.text()).with(siblings);
    var unused = registry.publishDraft(request.unchecked(), "test");
    PublishedClass published = registry.get(ref);
    cache.put(file, files, published);
    return published;
  }

  private static String nameOf(Path file) {
    String name = ClassFiles.className(file);
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
    if (sources != null) {
      sources.close();
    }
    if (engine != null) {
      engine.close();
    }
  }
}
