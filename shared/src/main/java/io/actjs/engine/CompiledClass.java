package io.actjs.engine;

import io.actjs.model.ClassRef;

/**
 * JavaScript that the kernel can load.
 *
 * @param ref names the class in stack traces and in {@code this.actjs.self}
 * @param javaScript as {@link TypeScriptCompiler} wrote it
 */
public record CompiledClass(ClassRef ref, String javaScript) {}
