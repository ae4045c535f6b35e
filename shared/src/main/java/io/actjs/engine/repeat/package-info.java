/**
 * Repeats turns on copies of their actors, to show what depends on more than state and arguments.
 */
@NullMarked
package io.actjs.engine.repeat;

import org.jspecify.annotations.NullMarked;
