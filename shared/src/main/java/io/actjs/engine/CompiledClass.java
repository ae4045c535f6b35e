package io.actjs.engine;

import io.actjs.model.ClassRef;
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
  /** Code without a source map, that takes any arguments. */
  public CompiledClass(ClassRef ref, String javaScript) {
    this(ref, javaScript, "", "");
  }

  /** The same with more code behind it, which leaves the source map true. */
  public CompiledClass followedBy(String code) {
    return code.isEmpty() ? this : new CompiledClass(ref, javaScript + code, sourceMap, schemas);
  }

  /** What is stored of a class, to be loaded. */
  public static CompiledClass of(PublishedClass published) {
    return new CompiledClass(
        published.ref(), published.compiled(), published.sourceMap(), published.schemas());
  }
}
