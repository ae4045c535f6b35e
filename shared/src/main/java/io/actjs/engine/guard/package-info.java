/** What stops code in V8 that takes too much: time, or memory. */
@NullMarked
package io.actjs.engine.guard;

import org.jspecify.annotations.NullMarked;
