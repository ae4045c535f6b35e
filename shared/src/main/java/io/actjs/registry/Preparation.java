package io.actjs.registry;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Migrator;
import io.actjs.engine.TypeScriptCompiler;
import io.actjs.engine.TypeScriptCompiler.Types;
import io.actjs.engine.source.Siblings;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Sha256;
import io.actjs.model.SignedBy;
import io.actjs.model.Utf8;
import io.actjs.model.Version;
import io.actjs.registry.migration.MigrationPlan;
import io.actjs.registry.rules.PolicyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** All of publishing except storing: turns a request into the version to store, or rejects it. */
final class Preparation {
  private static final int MAX_SOURCE_CHARS = 8 << 20;

  private final TypeScriptCompiler compiler;
  private final SignatureCheck signatures;
  private final Trial trial;
  private final Clock clock;
  private final Published published;

  /** What is published, for the types that other classes import. */
  interface Published {
    /**
     * The source of the newest version.
     *
     * @param range of the versions that count, or null
     * @return null when there is no such version
     */
    @Nullable String source(String className, @Nullable String range);
  }

  Preparation(
      TypeScriptCompiler compiler,
      SignatureCheck signatures,
      Trial trial,
      Clock clock,
      Published published) {
    this.compiler = compiler;
    this.published = published;
    this.signatures = signatures;
    this.trial = trial;
    this.clock = clock;
  }

  /** What is to be stored, and what it says about migrations. */
  record Prepared(PublishedClass published, Migrator migrator) {}

  /**
   * @param draft whether types that are not checked count all the same
   */
  Prepared of(Release release, PublishRequest request, boolean draft) {
    ClassRef ref = release.ref();
    requireSize(ref, request.source());
    requireWellFormed(ref, request.source());
    Types types = types(request, draft);
    String rules = PolicyRules.script(ref, request.source());
    CompiledClass compiled =
        compiler
            .compile(ref, request.source(), types, siblings(release, request, types))
            .followedBy(rules);
    String sha256 = Sha256.of(request.source());
    SignedBy signedBy = signatures.signer(release, request, sha256);
    Trial.Tried tried = trial.load(compiled);
    ClassShape shape = tried.shape();
    requireShape(ref, request, shape);
    ClassVersion version =
        new ClassVersion(
            ref,
            sha256,
            shape,
            release.deps(),
            release.engines(),
            request.floating(),
            signedBy,
            clock.nowMs(),
            null);
    return new Prepared(
        new PublishedClass(
            version,
            request.source(),
            compiled.javaScript(),
            compiled.sourceMap(),
            compiled.schemas()),
        tried.migrator());
  }

  private static Types types(PublishRequest request, boolean draft) {
    if (request.check()) {
      return Types.CHECKED;
    }
    return draft ? Types.DERIVED : Types.IGNORED;
  }

  private Siblings siblings(Release release, PublishRequest request, Types types) {
    return types == Types.IGNORED
        ? Siblings.NONE
        : Siblings.collect(
            request.name(), request.source(), new Given(request.types(), release, published));
  }

  /** The sources that came with a request, and those that are published. */
  private record Given(Map<String, String> sent, Release release, Published published)
      implements Siblings.Sources {
    @Override
    public @Nullable String of(String className) {
      String source = sent.get(className);
      return source != null ? source : published.source(className, release.deps().get(className));
    }

    @Override
    public String lackOf(String className) {
      String range = release.deps().get(className);
      return range == null
          ? className + " is not published"
          : "no published version of %s fits \"%s\"".formatted(className, range);
    }
  }

  private static void requireSize(ClassRef ref, String source) {
    if (source.length() > MAX_SOURCE_CHARS) {
      throw new ActjsException(
          ProblemCode.PayloadTooLarge,
          "the source of %s has %d characters, more than the limit of %d: import less of its packages, or split the class"
              .formatted(ref, source.length(), MAX_SOURCE_CHARS));
    }
  }

  /** What is stored and hashed is UTF-8, which has no form for it. */
  private static void requireWellFormed(ClassRef ref, String source) {
    int at = Utf8.loneSurrogate(source);
    if (at >= 0) {
      String before = source.substring(0, at);
      throw new ActjsException(
          ProblemCode.ClassInvalid,
          "%s:%d:%d: lone surrogate in the source: write it as \\u%04x"
              .formatted(
                  ref.name() + ".ts",
                  1 + before.chars().filter(c -> c == '\n').count(),
                  at - before.lastIndexOf('\n'),
                  (int) source.charAt(at)));
    }
  }

  private static void requireShape(ClassRef ref, PublishRequest request, ClassShape shape) {
    if (request.kind() != null && request.kind() != shape.kind()) {
      throw mismatch(ref, "kind", request.kind(), shape.kind());
    }
    if (request.durability() != null && request.durability() != shape.durability()) {
      throw mismatch(ref, "durability", request.durability(), shape.durability());
    }
  }

  private static ActjsException mismatch(ClassRef ref, String what, Object asked, Object found) {
    return new ActjsException(
        ProblemCode.ClassInvalid,
        "%s: %s is %s in the source but %s in the request; correct one of them"
            .formatted(ref, what, found, asked));
  }

  /** A version that is prepared and not stored, among those that are. */
  static final class Pending implements ClassRegistry.Candidate {
    private final PublishedClass pending;
    private final Migrators.Source stored;
    private final Migrators migrators;
    private final BiFunction<ClassRef, ClassRef, List<ClassRef>> between;

    /**
     * @param between the releases between two versions, in order
     */
    Pending(
        PublishedClass pending,
        Trial trial,
        Migrators.Source stored,
        BiFunction<ClassRef, ClassRef, List<ClassRef>> between) {
      this.pending = pending;
      this.stored = stored;
      this.between = between;
      this.migrators = new Migrators(trial, new WithPending());
    }

    private final class WithPending implements Migrators.Source {
      @Override
      public List<Version> below(ClassRef ref) {
        return stored.below(ref);
      }

      @Override
      public PublishedClass load(ClassRef ref) {
        return get(ref);
      }
    }

    @Override
    public PublishedClass published() {
      return pending;
    }

    @Override
    public PublishedClass get(ClassRef ref) {
      return ref.equals(pending.ref()) ? pending : stored.load(ref);
    }

    @Override
    public MigrationPlan planFrom(Version from) {
      ClassRef first = new ClassRef(pending.ref().name(), from);
      List<ClassRef> path = new ArrayList<>();
      path.add(first);
      path.addAll(between.apply(first, pending.ref()));
      path.add(pending.ref());
      for (ClassRef ref : path) {
        if (get(ref).shape().kind() != pending.shape().kind()) {
          throw new ActjsException(
              ProblemCode.MigrationFailed,
              "%s stores its state differently from %s; publish it under another class name"
                  .formatted(pending.ref(), ref));
        }
      }
      return migrators.plan(path);
    }
  }
}
