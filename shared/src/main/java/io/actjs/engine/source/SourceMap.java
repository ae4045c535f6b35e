package io.actjs.engine.source;

import io.actjs.model.ClassRef;

/** Translates positions in compiled code to positions in the author's TypeScript. Immutable. */
public interface SourceMap {

  /**
   * Rewrites the positions {@code Name@1.0.0.ts:LINE:COLUMN} of the class in a stack trace of V8
   * (both counted from 1) to positions in the source as it was published; in another file of a
   * bundled class they are {@code Name@1.0.0/lib/money.ts:LINE:COLUMN}. Code that the author did
   * not write has no such position: it becomes {@code Name@1.0.0.js:LINE:COLUMN}, a position in the
   * compiled code. All other text stays.
   */
  String remap(String stack);

  /**
   * The map of a published class.
   *
   * @param json {@link io.actjs.model.PublishedClass#sourceMap}; with an empty one nothing is
   *     rewritten
   * @throws IllegalArgumentException when it is not a source map
   */
  static SourceMap of(ClassRef ref, String json) {
    return json.isEmpty() ? stack -> stack : VlqSourceMap.of(ref, json);
  }
}
