package io.actjs.registry;

import io.actjs.engine.Engine;
import io.actjs.engine.Migrator;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Clock;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.env.EnvRequirement;
import io.actjs.registry.migration.MigrationEdits;
import io.actjs.registry.migration.MigrationPlan;
import io.actjs.storage.RegistryStore;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The published class versions. Thread-safe. What this process publishes or deprecates is seen at
 * once by everybody who asks it; what others do, after a {@link #refresh}.
 */
public interface ClassRegistry {
  /** The version that a class's {@code engines.actjs} is compared with. */
  Version SERVER = new Version(0, 3, 0, "");

  /** The registry of what the store holds. */
  static ClassRegistry over(
      RegistryStore store,
      TypeScriptCompiler compiler,
      Engine engine,
      Clock clock,
      RegistryOptions options) {
    return over(store, compiler, engine, clock, options, EnvRequirement.NONE);
  }

  /**
   * The registry of what the store holds.
   *
   * @param env what a class needs to be published
   */
  static ClassRegistry over(
      RegistryStore store,
      TypeScriptCompiler compiler,
      Engine engine,
      Clock clock,
      RegistryOptions options,
      EnvRequirement env) {
    return new StoredRegistry(store, compiler, engine, clock, options, env);
  }

  /**
   * Validates, compiles, evaluates in a throw-away isolate and stores a version, in this order.
   * When it returns the version is callable.
   *
   * @param principal for the audit
   * @param review is asked last before the version is stored; what it throws is the answer
   * @throws io.actjs.model.ActjsException {@code SchemaInvalid}, {@code InvalidVersion}, {@code
   *     InvalidDepRange}, {@code IncompatibleEngine}, {@code ForbiddenImport}, {@code
   *     SyntaxInvalid}, {@code TypeInvalid}, {@code SignatureInvalid}, {@code SignatureRequired},
   *     {@code ClassInvalid}, {@code EnvMissing}, {@code MigrationRepeated}, {@code LimitExceeded},
   *     {@code VersionAlreadyPublished}
   */
  ClassVersion publish(PublishRequest request, String principal, Consumer<Candidate> review);

  /** The same without a review. */
  default ClassVersion publish(PublishRequest request, String principal) {
    return publish(request, principal, candidate -> {});
  }

  /** A version that is about to be published. */
  interface Candidate {
    PublishedClass published();

    /**
     * What runs when an actor moves to it. Blocks.
     *
     * @param from a published version below it
     * @throws io.actjs.model.ActjsException {@code MigrationFailed} when a version on the way keeps
     *     its state in another way
     */
    MigrationPlan planFrom(Version from);

    /** The record of a class on the way, the candidate's among them. */
    PublishedClass get(ClassRef ref);
  }

  /**
   * As {@link #publish}, in development, where every save makes a version: its {@code migrate} may
   * be that of the version before, and without a type check its types count as far as they say
   * something. Never {@code MigrationRepeated}.
   */
  ClassVersion publishDraft(PublishRequest request, String principal);

  /** Does all that {@link #publish} does but storing, and fails as it would. */
  ClassVersion dryRun(PublishRequest request, Consumer<Candidate> review);

  /** The same without a review. */
  default ClassVersion dryRun(PublishRequest request) {
    return dryRun(request, candidate -> {});
  }

  /** Class names, sorted. */
  List<String> names();

  /** Versions of a class in order of publishing; empty when the class is unknown. */
  List<ClassVersion> versions(String name);

  /**
   * The version that who asks for none gets: the highest that is not deprecated, a release before
   * any prerelease; when all are deprecated, the highest that is not expired, or else the highest.
   * Null when the class is unknown.
   */
  @Nullable ClassVersion latest(String name);

  /**
   * @throws io.actjs.model.ActjsException {@code UnknownVersion}
   */
  ClassVersion version(ClassRef ref);

  /**
   * The whole record.
   *
   * @throws io.actjs.model.ActjsException {@code UnknownVersion}
   */
  PublishedClass get(ClassRef ref);

  /**
   * The versions that an actor stored at {@code from} walks through to be at {@code to}: the
   * releases between them in order, then {@code to}. Deprecated ones are among them, because state
   * of their shape exists; expired ones are not: so a release whose migration is broken can be
   * taken out of the way.
   */
  List<ClassRef> chain(ClassRef from, ClassRef to);

  /**
   * What runs when state walks through the versions: those of a {@link #chain}, behind the one that
   * it is at. Blocks.
   *
   * @param path at least one version
   */
  MigrationPlan plan(List<ClassRef> path);

  /**
   * In which versions, up to this one, the newest migration was written; null when none has one.
   * Blocks.
   */
  @Nullable MigrationEdits migrationEdits(ClassRef ref);

  /** What a published version says about migrations. Blocks. */
  Migrator migrator(ClassRef ref);

  /**
   * Where the states of a published version have personal members: JSON pointers, in which {@code
   * *} stands for every element or member; empty when it names none. Blocks.
   */
  List<String> personal(ClassRef ref);

  /**
   * Deprecates a version from now on, or changes its deprecation.
   *
   * @param graceUntil milliseconds since 1970 from which on it does not run; null for never
   * @throws io.actjs.model.ActjsException {@code UnknownVersion}
   */
  ClassVersion deprecate(
      ClassRef ref, @Nullable Long graceUntil, @Nullable String reason, String principal);

  /**
   * Adds a version to an environment.
   *
   * @throws io.actjs.model.ActjsException {@code UnknownVersion}, {@code SchemaInvalid}
   */
  Promotion promote(ClassRef ref, String environment, String principal);

  /** In order of (environment, class, version). */
  List<Promotion> promotions();

  /**
   * Learns what other processes have published and deprecated. Cheap when that is nothing. May
   * block on storage.
   */
  void refresh();

  /** Grows whenever something is published or deprecated. */
  long generation();

  /** Called after each publish, on the publishing thread. */
  void onPublished(Consumer<ClassRef> listener);
}
