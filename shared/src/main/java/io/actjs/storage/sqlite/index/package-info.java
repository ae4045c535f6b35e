/** The actors in memory: their heads, their fences, and the effects that the tables lack. */
@NullMarked
package io.actjs.storage.sqlite.index;

import org.jspecify.annotations.NullMarked;
