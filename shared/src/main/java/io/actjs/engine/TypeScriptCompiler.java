package io.actjs.engine;

import io.actjs.engine.source.Siblings;
import io.actjs.engine.source.SourceFiles;
import io.actjs.model.ClassRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Checks and compiles actor classes with the TypeScript compiler, which runs in an isolate of its
 * own. That isolate is loaded at first use and freed after a while without use. Thread-safe; calls
 * run one after the other.
 */
public interface TypeScriptCompiler extends AutoCloseable {

  /**
   * Compiles a source: an ES module, a function body, or a {@link
   * io.actjs.engine.source.BundledSource}, which has its types behind it.
   *
   * @param types whether type errors are errors; syntax errors always are
   * @param siblings the classes whose types it may import
   * @throws io.actjs.model.ActjsException {@code SyntaxInvalid}, {@code TypeInvalid} (member {@code
   *     diagnostics}: array of {@code file:line:column: message}), {@code ForbiddenImport}, {@code
   *     ClassInvalid}
   */
  CompiledClass compile(ClassRef ref, String source, Types types, Siblings siblings);

  /** The same of a class that stands alone, with the types checked or ignored. */
  default CompiledClass compile(ClassRef ref, String source, boolean check) {
    return compile(ref, source, check ? Types.CHECKED : Types.IGNORED, Siblings.NONE);
  }

  /**
   * Inspects a class of several files, whose code was bundled elsewhere: what its types say, and
   * whether they are right.
   *
   * @param entry the class file, absolute
   * @param types with {@code CHECKED}, type errors in the author's files are errors
   * @param files where the files are; called on the compiler's thread
   * @throws io.actjs.model.ActjsException {@code SyntaxInvalid}, {@code TypeInvalid} (member {@code
   *     diagnostics}: array of {@code file:line:column: message}, the file from the entry's folder)
   */
  Inspection inspect(ClassRef ref, Path entry, Types types, SourceFiles files);

  /**
   * What an inspection found.
   *
   * @param schemas as {@link io.actjs.model.PublishedClass} says
   * @param files the author's files whose types count, without those of packages
   */
  record Inspection(String schemas, List<Path> files) {}

  /** What becomes of the types of a source. */
  enum Types {
    /** A type error is an error; what the types say becomes schemas. */
    CHECKED,
    /** What the types say becomes schemas, as far as they say something. */
    DERIVED,
    /** There are no schemas. */
    IGNORED
  }

  /**
   * Only checks a source; together with an unchecked {@link #compile} it does what a checked one
   * does.
   *
   * @throws io.actjs.model.ActjsException as {@link #compile} does
   */
  void check(ClassRef ref, String source, Siblings siblings);

  /**
   * Cuts the source of an event-sourced class down to what makes its state of events, for those who
   * fold them elsewhere.
   *
   * @param source an ES module
   * @throws io.actjs.model.ActjsException {@code ClassInvalid} when it is the body of a function
   */
  String reducerOf(ClassRef ref, String source);

  /** Names this build of it: equal where it makes the same of the same source. */
  static String build() {
    return LoadedCompiler.build();
  }

  /** Opens the compiler; nothing is loaded before it is used, and freed after 30 s without use. */
  static TypeScriptCompiler open() {
    return open(Duration.ofSeconds(30));
  }

  /**
   * Opens the compiler.
   *
   * @param idle how long it stays loaded without use
   */
  static TypeScriptCompiler open(Duration idle) {
    return new EmbeddedCompiler(idle);
  }

  @Override
  void close();
}
