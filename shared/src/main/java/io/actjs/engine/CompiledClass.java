package io.actjs.engine;

import io.actjs.engine.source.BundledSource;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;

/**
 * JavaScript that the kernel can load.
 *
 * @param ref names the class in stack traces and in {@code this.actjs.self}
 * @param javaScript as {@link TypeScriptCompiler} wrote it
 * @param sourceMap as {@link io.actjs.model.PublishedClass} says; empty when there is none
 * @param schemas as {@link io.actjs.model.PublishedClass} says; empty when there are none
 */
public record CompiledClass(ClassRef ref, String javaScript, String sourceMap, String schemas) {
  /** As the compiler writes a module. */
  private static final String MODULE_HEAD = "(function (exports, require, actjs) { (() => {";

  private static final String MODULE_TAIL = "\n})(); })";

  /** What a bundle returns are its exports. */
  private static final String BUNDLE_HEAD =
      "(function (exports, require, actjs) { Object.assign(exports, (() => {";

  private static final String BUNDLE_TAIL = "\n})()); })";

  /** Code without a source map, that takes any arguments. */
  public CompiledClass(ClassRef ref, String javaScript) {
    this(ref, javaScript, "", "");
  }

  /** What the kernel loads of a bundle; its first line is not the author's. */
  static CompiledClass of(ClassRef ref, BundledSource bundle) {
    return new CompiledClass(
        ref, BUNDLE_HEAD + bundle.code() + BUNDLE_TAIL, bundle.sourceMap(), bundle.schemas());
  }

  /**
   * The same with more code behind that of the module, which leaves the source map true.
   *
   * @throws ActjsException {@code ClassInvalid} when the source is the body of a function
   */
  public CompiledClass followedBy(String code) {
    if (code.isEmpty()) {
      return this;
    }
    String tail = javaScript.startsWith(BUNDLE_HEAD) ? BUNDLE_TAIL : MODULE_TAIL;
    boolean exports = tail.equals(BUNDLE_TAIL) || javaScript.startsWith(MODULE_HEAD);
    if (!exports || !javaScript.endsWith(tail)) {
      throw new ActjsException(
          ProblemCode.ClassInvalid,
          ref.name() + ": rules are for a source that exports its class, as a module does");
    }
    int end = javaScript.length() - tail.length();
    String closing = tail.substring(0, tail.length() - " })".length());
    String whole = javaScript.substring(0, end) + closing + code + "})";
    return new CompiledClass(ref, whole, sourceMap, schemas);
  }

  /** What is stored of a class, to be loaded. */
  public static CompiledClass of(PublishedClass published) {
    return new CompiledClass(
        published.ref(), published.compiled(), published.sourceMap(), published.schemas());
  }
}
