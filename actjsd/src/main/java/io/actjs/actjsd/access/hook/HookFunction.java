package io.actjs.actjsd.access.hook;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.source.SourceMap;

/**
 * The function, compiled.
 *
 * @param stamp of the file that it is from
 */
record HookFunction(CompiledClass compiled, HookFile.Stamp stamp) {
  /** The handler that calls it. */
  static final String HANDLER = "answer";

  /** A stack trace with the positions of the file. */
  String located(String stack) {
    return SourceMap.of(compiled.ref(), compiled.sourceMap()).remap(stack);
  }
}
