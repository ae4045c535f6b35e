package io.actjs.runtime.version;

import io.actjs.engine.Migrator;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.ProblemCode;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.PublishRequest;
import io.actjs.registry.migration.MigrationEdits;
import io.actjs.registry.migration.MigrationPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A registry without an engine: it knows the versions that the test names. */
public final class KnownVersions implements ClassRegistry {
  private final List<ClassVersion> versions = new ArrayList<>();
  private long generation;

  /** A sticky version: stored actors stay where they are. */
  public KnownVersions sticky(String name, String version) {
    return add(name, version, false);
  }

  /** A version that stored actors of older ones move to. */
  public KnownVersions floating(String name, String version) {
    return add(name, version, true);
  }

  private KnownVersions add(String name, String version, boolean floating) {
    versions.add(
        new ClassVersion(
            new ClassRef(name, Version.parse(version)),
            "0".repeat(64),
            new ClassShape(ClassKind.STATE, ClassShape.Durability.STRICT, List.of()),
            new TreeMap<>(),
            new TreeMap<>(),
            floating,
            null,
            0,
            null));
    generation++;
    return this;
  }

  /** Deprecates the version; from then on it does not run, null for never. */
  public void deprecate(ClassRef ref, @Nullable Long graceUntil) {
    ClassVersion deprecated = version(ref).withDeprecation(new Deprecation(0, graceUntil, null));
    versions.replaceAll(known -> known.ref().equals(ref) ? deprecated : known);
    generation++;
  }

  @Override
  public ClassVersion deprecate(
      ClassRef ref, @Nullable Long graceUntil, @Nullable String reason, String principal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ClassVersion> versions(String name) {
    return versions.stream().filter(known -> known.ref().name().equals(name)).toList();
  }

  @Override
  public @Nullable ClassVersion latest(String name) {
    return versions(name).stream()
        .max(Comparator.comparing(known -> known.ref().version()))
        .orElse(null);
  }

  @Override
  public ClassVersion version(ClassRef ref) {
    return versions.stream()
        .filter(known -> known.ref().equals(ref))
        .findFirst()
        .orElseThrow(() -> new ActjsException(ProblemCode.UnknownVersion, "no " + ref));
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public List<String> names() {
    return versions.stream().map(known -> known.ref().name()).distinct().sorted().toList();
  }

  @Override
  public void refresh() {}

  @Override
  public void onPublished(Consumer<ClassRef> listener) {}

  @Override
  public ClassVersion publish(
      PublishRequest request, String principal, Consumer<Candidate> review) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ClassVersion dryRun(PublishRequest request, Consumer<Candidate> review) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PublishedClass get(ClassRef ref) {
    return new PublishedClass(version(ref), "source", "compiled", "");
  }

  @Override
  public List<ClassRef> chain(ClassRef from, ClassRef to) {
    return versions(from.name()).stream()
        .map(ClassVersion::ref)
        .filter(ref -> ref.version().compareTo(from.version()) > 0)
        .filter(ref -> ref.version().compareTo(to.version()) <= 0)
        .sorted(Comparator.comparing(ClassRef::version))
        .toList();
  }

  /** None of the versions changes anything. */
  @Override
  public MigrationPlan plan(List<ClassRef> path) {
    var absent = new MigrationPlan.Verdict(MigrationPlan.Reason.ABSENT, "has none");
    return new MigrationPlan(
        path.getFirst(),
        path.stream().skip(1).map(ref -> new MigrationPlan.Step(ref, absent, absent)).toList());
  }

  @Override
  public @Nullable MigrationEdits migrationEdits(ClassRef ref) {
    return null;
  }

  @Override
  public Migrator migrator(ClassRef ref) {
    return Migrator.NONE;
  }

  @Override
  public List<String> personal(ClassRef ref) {
    return List.of();
  }

  @Override
  public ClassVersion publishDraft(PublishRequest request, String principal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Promotion promote(ClassRef ref, String environment, String principal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Promotion> promotions() {
    return List.of();
  }
}
