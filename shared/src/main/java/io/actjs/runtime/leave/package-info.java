/** Who is let through: what of that is known before an actor is in memory. */
@NullMarked
package io.actjs.runtime.leave;

import org.jspecify.annotations.NullMarked;
