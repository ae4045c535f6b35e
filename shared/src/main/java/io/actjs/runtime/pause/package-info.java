/** Which actors and classes take no turns for now. */
@NullMarked
package io.actjs.runtime.pause;

import org.jspecify.annotations.NullMarked;
