/** Calls whose caller reads the values that the handler yields, one by one. */
@NullMarked
package io.actjs.runtime.streaming;

import org.jspecify.annotations.NullMarked;
