package io.actjs.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.actjs.engine.CompiledClass;
import io.actjs.engine.Migrator;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.migration.MethodText;
import io.actjs.registry.migration.MigrationEdits;
import io.actjs.registry.migration.MigrationPlan;
import io.actjs.registry.migration.MigrationPlan.Reason;
import io.actjs.registry.migration.MigrationPlan.Verdict;
import io.actjs.registry.range.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which {@code migrate} and {@code migrateEvent} run on the way from one version to
 * another. A range says it; without one a method runs for all older state, but never a second time:
 * not for state that has been through a version with the same method. Blocks, because classes may
 * have to be loaded and evaluated.
 */
final class Migrators {
  private static final Logger LOG = LoggerFactory.getLogger(Migrators.class);

  private static final int KEPT = 1_024;
  private static final String NAME = "migrate";

  /** The versions of one class that are published, and their texts. */
  interface Source {
    /** Those below the version, the highest first. */
    List<Version> below(ClassRef ref);

    PublishedClass load(ClassRef ref);
  }

  /** What a version says, its methods as they are compared; evaluated once. */
  private record Said(
      @Nullable String migrate, @Nullable String migrateEvent, @Nullable String range) {
    static final Said NOTHING = new Said(null, null, null);

    static Said of(ClassRef ref, Migrator migrator) {
      String range = migrator.migrateFrom();
      return new Said(
          text(ref, migrator.migrate()),
          text(ref, migrator.migrateEvent()),
          range == null || VersionRange.parse(range) == null ? null : range);
    }

    /** A text that tells nothing is no other version's. */
    private static @Nullable String text(ClassRef ref, @Nullable String source) {
      return source == null || MethodText.tells(source) ? normal(source) : "of " + ref;
    }

    private static @Nullable String normal(@Nullable String source) {
      return source == null ? null : MethodText.of(source);
    }

    boolean migrates() {
      return migrate != null || migrateEvent != null;
    }
  }

  private enum Method {
    STATE("migrate"),
    EVENT("migrateEvent");

    private final String label;

    Method(String label) {
      this.label = label;
    }

    @Nullable String in(Said said) {
      return switch (this) {
        case STATE -> said.migrate();
        case EVENT -> said.migrateEvent();
      };
    }
  }

  private final Trial trial;
  private final Source source;
  private final Set<ClassRef> warned = ConcurrentHashMap.newKeySet();
  private final Cache<ClassRef, Said> said =
      Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

  Migrators(Trial trial, Source source) {
    this.trial = trial;
    this.source = source;
  }

  /**
   * @param path the version that the state is at, then those that it walks through
   */
  MigrationPlan plan(List<ClassRef> path) {
    List<MigrationPlan.Step> steps = new ArrayList<>();
    for (int i = 1; i < path.size(); i++) {
      ClassRef ref = path.get(i);
      Version from = path.get(i - 1).version();
      Said own = said(ref);
      steps.add(
          new MigrationPlan.Step(
              ref, verdict(ref, own, from, Method.STATE), verdict(ref, own, from, Method.EVENT)));
    }
    return new MigrationPlan(path.getFirst(), steps);
  }

  private Verdict verdict(ClassRef ref, Said own, Version from, Method method) {
    String text = method.in(own);
    if (text == null) {
      return new Verdict(Reason.ABSENT, ref.version() + " has no " + method.label);
    }
    VersionRange range = own.range == null ? null : VersionRange.parse(own.range);
    if (range != null) {
      boolean in = range.covers(from);
      return new Verdict(
          in ? Reason.APPLIES : Reason.OUT_OF_RANGE,
          "%s is %sin migrateFrom '%s'".formatted(from, in ? "" : "not ", own.range));
    }
    Version same = passedBefore(ref, text, from, method);
    if (same == null) {
      return new Verdict(
          Reason.APPLIES, "%s is older, and there is no migrateFrom".formatted(from));
    }
    warnOf(ref, same, method);
    return new Verdict(
        Reason.REPEATED,
        "the %s of %s, which the state has been through".formatted(method.label, same));
  }

  /** Two such releases were published before that was refused, or while developing. */
  private void warnOf(ClassRef ref, Version same, Method method) {
    if (warned.size() >= KEPT || !warned.add(ref)) {
      return;
    }
    LOG.warn(
        "{} has the {} of {} and no migrateFrom: it does not run for actors that have been through that",
        ref,
        method.label,
        same);
  }

  /**
   * The version at or below the one that the state comes from whose method is the same, with no
   * release between that has another one.
   */
  private @Nullable Version passedBefore(ClassRef ref, String text, Version from, Method method) {
    for (Version version : source.below(ref)) {
      if (version.prerelease().isEmpty() || version.equals(from)) {
        String other = method.in(said(new ClassRef(ref.name(), version)));
        if (other != null && !other.equals(text)) {
          return null;
        }
        if (other != null && version.compareTo(from) <= 0) {
          return version;
        }
      }
    }
    return null;
  }

  /**
   * @throws ActjsException {@code ClassInvalid} for a range that is none; {@code MigrationRepeated}
   *     when a method is that of an earlier version and there is no range
   */
  void requireOnce(ClassRef ref, Migrator migrator) {
    requireRange(ref, migrator.migrateFrom());
    if (migrator.migrateFrom() == null) {
      Said own = Said.of(ref, migrator);
      for (Method method : Method.values()) {
        String text = method.in(own);
        if (text != null) {
          requireOnce(ref, text, method);
        }
      }
    }
  }

  private static void requireRange(ClassRef ref, @Nullable String range) {
    if (range != null && VersionRange.parse(range) == null) {
      throw new ActjsException(
          ProblemCode.ClassInvalid,
          "%s: static migrateFrom is %s; it is an npm range such as '<2.0.0'"
              .formatted(ref, range.length() > 100 ? "too long" : range));
    }
  }

  /** Down to the nearest release that has the method, with the prereleases above that. */
  private void requireOnce(ClassRef ref, String text, Method method) {
    for (Version version : source.below(ref)) {
      String other = method.in(said(new ClassRef(ref.name(), version)));
      if (text.equals(other)) {
        throw repeated(ref, version, text, method);
      }
      if (other != null && version.prerelease().isEmpty()) {
        return;
      }
    }
  }

  private ActjsException repeated(ClassRef ref, Version version, String text, Method method) {
    return new ActjsException(
        ProblemCode.MigrationRepeated,
        "%s has the %s of %s and would run it again on state that has been through it: say from which versions it applies with static migrateFrom = '%s', or remove %s"
            .formatted(
                ref,
                method.label,
                new ClassRef(ref.name(), version),
                rangeOfFirst(new ClassRef(ref.name(), version), text, method),
                method.label));
  }

  /** What the first of the versions with the same method applies to. */
  private String rangeOfFirst(ClassRef found, String text, Method method) {
    ClassRef first = found;
    for (Version version : source.below(found)) {
      ClassRef ref = new ClassRef(found.name(), version);
      String other = method.in(said(ref));
      if (text.equals(other)) {
        first = ref;
      } else if (other != null) {
        break;
      }
    }
    String range = said(first).range;
    return range == null ? "<" + first.version() : range;
  }

  /** The edits of the newest migration up to the version; null when none has one. */
  @Nullable MigrationEdits edits(ClassRef ref) {
    List<Version> versions = new ArrayList<>();
    versions.add(ref.version());
    versions.addAll(source.below(ref));
    Version first = null;
    Version last = null;
    boolean changed = false;
    Said before = Said.NOTHING;
    for (Version version : versions) {
      Said each = said(new ClassRef(ref.name(), version));
      if (last == null) {
        last = each.migrates() ? version : null;
        changed = each.migrates() && version.equals(ref.version());
      } else if (!each.migrates()) {
        break;
      } else if (version.compareTo(last) < 0 && last.equals(first)) {
        changed = last.equals(ref.version()) && !each.equals(before);
      }
      first = each.migrates() ? version : first;
      before = each;
    }
    return first == null || last == null ? null : new MigrationEdits(first, last, changed);
  }

  private Said said(ClassRef ref) {
    Said known = said.getIfPresent(ref);
    if (known != null) {
      return known;
    }
    PublishedClass published = source.load(ref);
    // A class is evaluated only when its text speaks of migrations at all.
    Said found =
        published.compiled().contains(NAME)
            ? Said.of(ref, trial.migrator(CompiledClass.of(published)))
            : Said.NOTHING;
    said.put(ref, found);
    return found;
  }
}
