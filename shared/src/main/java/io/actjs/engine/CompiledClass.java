package io.actjs.engine;

import io.actjs.model.ClassRef;

/**
 * JavaScript that the kernel can load.
 *
 * @param ref names the class in stack traces and in {@code this.actjs.self}
 * @param javaScript as {@link TypeScriptCompiler} wrote it
 * @param sourceMap as {@link io.actjs.model.PublishedClass} says; empty when there is none
 */
public record CompiledClass(ClassRef ref, String javaScript, String sourceMap) {
  /** Code without a source map. */
  public CompiledClass(ClassRef ref, String javaScript) {
    this(ref, javaScript, "");
  }
}
