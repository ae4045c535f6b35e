/** Reads actors from the store: to bring them into memory, or to try a migration. */
@NullMarked
package io.actjs.runtime.loading;

import org.jspecify.annotations.NullMarked;
