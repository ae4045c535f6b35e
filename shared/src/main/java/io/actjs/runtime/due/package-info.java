/** Brings messages to their actors when they are due. */
@NullMarked
package io.actjs.runtime.due;

import org.jspecify.annotations.NullMarked;
