/** The actors in memory: their heads and fences, and what the tables do not have of them yet. */
@NullMarked
package io.actjs.storage.sqlite.index;

import org.jspecify.annotations.NullMarked;
