/** The subscribers of actors, and their notifications. */
@NullMarked
package io.actjs.runtime.subscription;

import org.jspecify.annotations.NullMarked;
