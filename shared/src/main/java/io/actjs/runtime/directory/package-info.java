/** Finds the one place where an actor lives: the only thing that knows where that is. */
@NullMarked
package io.actjs.runtime.directory;

import org.jspecify.annotations.NullMarked;
