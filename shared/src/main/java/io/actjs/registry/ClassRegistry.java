package io.actjs.registry;

import io.actjs.engine.Engine;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ClassRef;
import io.actjs.model.Clock;
import io.actjs.model.PublishedClass;
import io.actjs.storage.StorageDriver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The published class versions, over the storage driver. Thread-safe. */
public interface ClassRegistry {

  /** The registry of what the driver has stored. */
  static ClassRegistry over(
      StorageDriver storage, TypeScriptCompiler compiler, Engine engine, Clock clock) {
    return new StoredRegistry(storage, compiler, engine, clock);
  }

  /**
   * Validates, compiles, evaluates in a throw-away isolate and stores a version, in this order.
   * When it returns the version is callable.
   *
   * @param version as the publisher wrote it; stored in canonical form
   * @param check false skips the type check
   * @throws io.actjs.model.ActjsException {@code SchemaInvalid}, {@code InvalidVersion}, {@code
   *     SyntaxInvalid}, {@code TypeInvalid}, {@code ForbiddenImport}, {@code ClassInvalid}, {@code
   *     VersionAlreadyPublished}
   */
  PublishedClass publish(String name, String version, String source, boolean check);

  /** Class names, sorted. */
  List<String> names();

  /** Versions of a class in order of publishing; empty when the class is unknown. */
  List<PublishedClass> versions(String name);

  /**
   * The highest version; one without prerelease when there is one. Null when the class is unknown.
   */
  @Nullable ClassRef latest(String name);

  /**
   * @throws io.actjs.model.ActjsException {@code UnknownVersion}
   */
  PublishedClass get(ClassRef ref);

  /** Called after each publish, on the publishing thread. */
  void onPublished(java.util.function.Consumer<ClassRef> listener);
}
