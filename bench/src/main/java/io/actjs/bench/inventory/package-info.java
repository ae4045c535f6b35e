/** Inventory actors with a state of any size, in an isolate of the caller and in a runtime. */
@NullMarked
package io.actjs.bench.inventory;

import org.jspecify.annotations.NullMarked;
