package io.actjs.engine;

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

  /** Code without a source map, that takes any arguments. */
  public CompiledClass(ClassRef ref, String javaScript) {
    this(ref, javaScript, "", "");
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
    if (!javaScript.startsWith(MODULE_HEAD) || !javaScript.endsWith(MODULE_TAIL)) {
      throw new ActjsException(
          ProblemCode.ClassInvalid,
          ref.name() + ": rules are for a source that exports its class, as a module does");
    }
    int end = javaScript.length() - MODULE_TAIL.length();
    String whole = javaScript.substring(0, end) + "\n})();" + code + "})";
    return new CompiledClass(ref, whole, sourceMap, schemas);
  }

  /** What is stored of a class, to be loaded. */
  public static CompiledClass of(PublishedClass published) {
    return new CompiledClass(
        published.ref(), published.compiled(), published.sourceMap(), published.schemas());
  }
}
