package io.actjs.registry;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.Migrator;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.source.BundledSource;
import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Clock;
import io.actjs.model.Deprecation;
import io.actjs.model.ProblemCode;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.env.EnvRequirement;
import io.actjs.registry.env.EnvironmentName;
import io.actjs.registry.migration.MigrationEdits;
import io.actjs.registry.migration.MigrationPlan;
import io.actjs.registry.range.VersionRange;
import io.actjs.registry.route.RawRoute;
import io.actjs.registry.route.RouteTable;
import io.actjs.storage.RegistryStore;
import io.actjs.storage.audit.AuditWatermark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The registry: storage is the truth; what is known of the versions is in memory, without their
 * texts, of which those used last are kept. Changes are stored one after the other, so that memory
 * has them in the order of storage.
 */
final class StoredRegistry implements ClassRegistry {
  private static final int MAX_VERSIONS = 10_000;
  private static final int MAX_REASON_CHARS = 1_000;

  private final RegistryStore storage;
  private final Preparation preparation;
  private final Trial trial;
  private final Migrators migrators;
  private final Clock clock;
  private final Map<String, ClassVersions> classes = new ConcurrentHashMap<>();
  private final RecentClasses recent = new RecentClasses();
  private final List<Consumer<ClassRef>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock changing = new ReentrantLock();
  private final AtomicLong generation = new AtomicLong();
  private final EnvRequirement env;
  private final AuditWatermark watermark = new AuditWatermark("class.");

  StoredRegistry(
      RegistryStore storage,
      TypeScriptCompiler compiler,
      Engine engine,
      Clock clock,
      RegistryOptions options,
      EnvRequirement env) {
    this.env = env;
    this.storage = storage;
    this.trial = new Trial(engine);
    this.preparation =
        new Preparation(
            compiler,
            new SignatureCheck(storage, options.requireSigned()),
            trial,
            clock,
            this::newestSource);
    this.migrators = new Migrators(trial, new Published());
    this.clock = clock;
    storage.classVersions().forEach(this::know);
  }

  /** What is published here, for those who decide about migrations. */
  private final class Published implements Migrators.Source {
    @Override
    public List<Version> below(ClassRef ref) {
      ClassVersions known = classes.get(ref.name());
      return known == null ? List.of() : known.below(ref.version());
    }

    @Override
    public PublishedClass load(ClassRef ref) {
      return get(ref);
    }
  }

  @Override
  public ClassVersion publish(
      PublishRequest request, String principal, Consumer<Candidate> review) {
    return publish(request, principal, true, review);
  }

  @Override
  public ClassVersion publishDraft(PublishRequest request, String principal) {
    return publish(request, principal, false, candidate -> {});
  }

  /**
   * @param once whether it is refused when it repeats a migration
   */
  private ClassVersion publish(
      PublishRequest request, String principal, boolean once, Consumer<Candidate> review) {
    Preparation.Prepared prepared = prepare(request, !once);
    PublishedClass published = prepared.published();
    ClassRef ref = published.ref();
    if (find(ref) == null) {
      review.accept(candidate(published));
    }
    changing.lock();
    try {
      requireRoom(ref);
      if (once && find(ref) == null) {
        migrators.requireOnce(ref, prepared.migrator());
      }
      requireFreeRoutes(published.version());
      env.whileMet(
          ref,
          published.shape().env(),
          () -> {
            store(published, Audit.published(published.version(), principal));
            know(published.version());
          });
    } finally {
      changing.unlock();
    }
    recent.put(published);
    listeners.forEach(listener -> listener.accept(ref));
    return published.version();
  }

  private void requireFreeRoutes(ClassVersion candidate) {
    if (!RawRoute.among(candidate.shape().handlers()).isEmpty()) {
      List<ClassVersion> others = new ArrayList<>();
      classes.forEach(
          (name, versions) -> {
            if (!name.equals(candidate.ref().name())) {
              others.add(versions.latest(clock));
            }
          });
      RouteTable.of(others).requireFree(candidate);
    }
  }

  private void store(PublishedClass published, List<AuditEntry> audit) {
    try {
      storage.publish(published, audit);
    } catch (ActjsException e) {
      if (e.code() == ProblemCode.VersionAlreadyPublished) {
        var unused = find(published.ref());
      }
      throw e;
    }
  }

  @Override
  public ClassVersion dryRun(PublishRequest request, Consumer<Candidate> review) {
    Preparation.Prepared prepared = prepare(request, false);
    ClassRef ref = prepared.published().ref();
    requireRoom(ref);
    if (find(ref) != null) {
      throw new ActjsException(
          ProblemCode.VersionAlreadyPublished,
          ref + " is already published: publish the change as a new version");
    }
    migrators.requireOnce(ref, prepared.migrator());
    requireFreeRoutes(prepared.published().version());
    env.whileMet(ref, prepared.published().shape().env(), () -> {});
    review.accept(candidate(prepared.published()));
    return prepared.published().version();
  }

  private Candidate candidate(PublishedClass published) {
    return new Preparation.Pending(published, trial, new Published(), this::between);
  }

  private @Nullable String newestSource(String name, @Nullable String range) {
    ClassVersions known = classes.get(name);
    VersionRange wanted = range == null ? null : VersionRange.parse(range);
    ClassVersion newest = known == null || wanted == null ? latest(name) : known.newestIn(wanted);
    return newest == null ? null : BundledSource.authorsText(get(newest.ref()).source());
  }

  private Preparation.Prepared prepare(PublishRequest request, boolean draft) {
    Release release = Release.of(request);
    requireRoom(release.ref());
    return preparation.of(release, request, draft);
  }

  private void requireRoom(ClassRef ref) {
    ClassVersions known = classes.get(ref.name());
    if (known != null && known.size() >= MAX_VERSIONS && known.get(ref.version()) == null) {
      throw new ActjsException(
          ProblemCode.LimitExceeded,
          "%s has %d versions, which is the limit: publish under another class name"
              .formatted(ref.name(), MAX_VERSIONS));
    }
  }

  /**
   * Called within a change. Others see the version before the generation that tells of it, and a
   * class never without a version.
   */
  private void know(ClassVersion version) {
    ClassVersions known = classes.get(version.ref().name());
    ClassVersions target = known == null ? new ClassVersions() : known;
    boolean changed = target.put(version);
    if (known == null) {
      classes.put(version.ref().name(), target);
    }
    if (changed) {
      generation.incrementAndGet();
    }
  }

  @Override
  public List<String> names() {
    return classes.keySet().stream().sorted().toList();
  }

  @Override
  public List<ClassVersion> versions(String name) {
    ClassVersions known = classes.get(name);
    return known == null ? List.of() : known.inOrder();
  }

  @Override
  public @Nullable ClassVersion latest(String name) {
    ClassVersions known = classes.get(name);
    return known == null ? null : known.latest(clock);
  }

  @Override
  public ClassVersion version(ClassRef ref) {
    ClassVersion found = find(ref);
    if (found == null) {
      ClassVersion latest = latest(ref.name());
      throw new ActjsException(
          ProblemCode.UnknownVersion,
          "%s is not published: publish it, or use %s"
              .formatted(ref, latest == null ? "a published class" : latest.ref()));
    }
    return found;
  }

  /** Also finds what another process published into the same store. */
  private @Nullable ClassVersion find(ClassRef ref) {
    ClassVersions known = classes.get(ref.name());
    ClassVersion found = known == null ? null : known.get(ref.version());
    return found != null ? found : adopt(ref);
  }

  private @Nullable ClassVersion adopt(ClassRef ref) {
    PublishedClass stored = storage.loadClass(ref);
    if (stored == null) {
      return null;
    }
    changing.lock();
    try {
      ClassVersions known = classes.get(ref.name());
      ClassVersion meanwhile = known == null ? null : known.get(ref.version());
      if (meanwhile != null) {
        return meanwhile;
      }
      know(stored.version());
      return stored.version();
    } finally {
      changing.unlock();
    }
  }

  @Override
  public PublishedClass get(ClassRef ref) {
    ClassVersion version = version(ref);
    PublishedClass found = recent.get(ref);
    if (found != null && found.version().equals(version)) {
      return found;
    }
    PublishedClass texts = found != null ? found : storage.loadClass(ref);
    if (texts == null) {
      throw new IllegalStateException(ref + " was published and is not in the store");
    }
    PublishedClass current = texts.withVersion(version);
    recent.put(current);
    return current;
  }

  @Override
  public List<ClassRef> chain(ClassRef from, ClassRef to) {
    if (!from.name().equals(to.name())) {
      throw new IllegalArgumentException(from + " and " + to + " are two classes");
    }
    ClassVersion target = version(to);
    List<ClassRef> chain = new ArrayList<>();
    if (from.version().compareTo(to.version()) < 0) {
      chain.addAll(between(from, to));
      chain.add(target.ref());
    }
    return List.copyOf(chain);
  }

  private List<ClassRef> between(ClassRef from, ClassRef to) {
    ClassVersions known = Objects.requireNonNull(classes.get(from.name()));
    return known.releasesBetween(from.version(), to.version(), clock.nowMs()).stream()
        .map(ClassVersion::ref)
        .toList();
  }

  @Override
  public MigrationPlan plan(List<ClassRef> path) {
    return migrators.plan(path);
  }

  @Override
  public @Nullable MigrationEdits migrationEdits(ClassRef ref) {
    return migrators.edits(ref);
  }

  @Override
  public Migrator migrator(ClassRef ref) {
    PublishedClass published = get(ref);
    return trial.migrator(CompiledClass.of(published));
  }

  @Override
  public List<String> personal(ClassRef ref) {
    PublishedClass published = get(ref);
    // A class is evaluated only when its text can name them at all.
    return published.compiled().contains("personal")
        ? trial.again(CompiledClass.of(published)).personal()
        : List.of();
  }

  @Override
  public ClassVersion deprecate(
      ClassRef ref, @Nullable Long graceUntil, @Nullable String reason, String principal) {
    if (graceUntil != null && graceUntil < 0) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "graceUntil must be milliseconds since 1970 and not negative");
    }
    if (reason != null && reason.length() > MAX_REASON_CHARS) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "the reason has more than %d characters".formatted(MAX_REASON_CHARS));
    }
    changing.lock();
    try {
      Deprecation deprecation = new Deprecation(clock.nowMs(), graceUntil, reason);
      ClassVersion deprecated = version(ref).withDeprecation(deprecation);
      storage.deprecate(ref, deprecation, Audit.deprecated(ref, deprecation, principal));
      know(deprecated);
      return deprecated;
    } finally {
      changing.unlock();
    }
  }

  @Override
  public Promotion promote(ClassRef ref, String environment, String principal) {
    Promotion promotion =
        new Promotion(EnvironmentName.require(environment), version(ref).ref(), clock.nowMs());
    changing.lock();
    try {
      for (Promotion there : storage.promotions()) {
        if (there.environment().equals(environment) && there.ref().equals(ref)) {
          promotion = there;
        }
      }
      storage.promote(promotion, Audit.promoted(promotion, principal));
      return promotion;
    } finally {
      changing.unlock();
    }
  }

  @Override
  public List<Promotion> promotions() {
    return storage.promotions();
  }

  @Override
  public void refresh() {
    changing.lock();
    try {
      watermark.catchUp(storage.audit(), () -> storage.classVersions().forEach(this::know));
    } finally {
      changing.unlock();
    }
  }

  @Override
  public long generation() {
    return generation.get();
  }

  @Override
  public void onPublished(Consumer<ClassRef> listener) {
    listeners.add(listener);
  }
}
