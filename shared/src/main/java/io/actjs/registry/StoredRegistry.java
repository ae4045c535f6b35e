package io.actjs.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.storage.RegistryStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The registry: storage is the truth; which versions there are is known in memory, and the records
 * used last are kept.
 */
final class StoredRegistry implements ClassRegistry {
  private static final int MAX_SOURCE_CHARS = 1 << 20;

  private final RegistryStore storage;
  private final TypeScriptCompiler compiler;
  private final Trial trial;
  private final Clock clock;
  private final Map<String, VersionList> classes = new ConcurrentSkipListMap<>();
  private final RecentClasses recent = new RecentClasses();
  private final List<Consumer<ClassRef>> listeners = new CopyOnWriteArrayList<>();

  StoredRegistry(
      RegistryStore storage,
      TypeScriptCompiler compiler,
      Engine engine,
      Clock clock,
      RegistryOptions options) {
    this.storage = storage;
    this.compiler = compiler;
    this.trial = new Trial(engine);
    this.clock = clock;
    storage.classVersions().forEach(version -> know(version.ref()));
  }

  @Override
  public ClassVersion publish(PublishRequest request, String principal) {
    ClassRef ref =
        new ClassRef(ActorRef.requireClassName(request.name()), Version.parse(request.version()));
    requireSize(ref, request.source());
    CompiledClass compiled = compiler.compile(ref, request.source(), request.check());
    ClassShape shape = trial.load(compiled);
    ClassVersion version =
        new ClassVersion(
            ref,
            sha256(request.source()),
            shape,
            new TreeMap<>(request.deps()),
            new TreeMap<>(request.engines()),
            request.floating(),
            null,
            clock.nowMs(),
            null);
    PublishedClass published =
        new PublishedClass(version, request.source(), compiled.javaScript(), "");
    try {
      storage.publish(published, List.of());
    } catch (ActjsException e) {
      if (e.code() == ProblemCode.VersionAlreadyPublished) {
        know(ref);
      }
      throw e;
    }
    recent.put(published);
    know(ref);
    listeners.forEach(listener -> listener.accept(ref));
    return version;
  }

  @Override
  public ClassVersion dryRun(PublishRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ClassVersion version(ClassRef ref) {
    return get(ref).version();
  }

  @Override
  public List<ClassRef> chain(ClassRef from, ClassRef to) {
    return versions(from.name()).stream()
        .map(ClassVersion::ref)
        .filter(
            r ->
                r.version().compareTo(from.version()) > 0
                    && r.version().compareTo(to.version()) <= 0)
        .filter(r -> r.equals(to) || r.version().prerelease().isEmpty())
        .sorted(java.util.Comparator.comparing(ClassRef::version))
        .toList();
  }

  @Override
  public ClassVersion deprecate(
      ClassRef ref, @Nullable Long graceUntil, @Nullable String reason, String principal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Promotion promote(ClassRef ref, String environment, String principal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Promotion> promotions() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long generation() {
    return classes.values().stream().mapToLong(l -> l.inOrder().size()).sum();
  }

  private static void requireSize(ClassRef ref, String source) {
    if (source.length() > MAX_SOURCE_CHARS) {
      throw new ActjsException(
          ProblemCode.PayloadTooLarge,
          "the source of %s has %d characters, more than the limit of %d: split the class"
              .formatted(ref, source.length(), MAX_SOURCE_CHARS));
    }
  }

  private static String sha256(String source) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(source.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private void know(ClassRef ref) {
    classes.merge(ref.name(), VersionList.of(ref), (known, one) -> known.with(ref));
  }

  @Override
  public List<String> names() {
    return List.copyOf(classes.keySet());
  }

  @Override
  public List<ClassVersion> versions(String name) {
    VersionList known = classes.get(name);
    return known == null ? List.of() : known.inOrder().stream().map(this::version).toList();
  }

  @Override
  public @Nullable ClassVersion latest(String name) {
    VersionList known = classes.get(name);
    return known == null ? null : version(known.latest());
  }

  @Override
  public PublishedClass get(ClassRef ref) {
    PublishedClass found = recent.get(ref);
    if (found == null) {
      found = storage.loadClass(ref);
      if (found == null) {
        throw new ActjsException(
            ProblemCode.UnknownVersion,
            ref + " is not published: publish it, or use " + known(ref));
      }
      recent.put(found);
      know(ref);
    }
    return found;
  }

  private String known(ClassRef ref) {
    ClassVersion latest = latest(ref.name());
    return latest == null ? "a published class" : latest.ref().toString();
  }

  @Override
  public void onPublished(Consumer<ClassRef> listener) {
    listeners.add(listener);
  }
}
