/** Fuzzing of whatever reads what others have written. */
@NullMarked
package io.actjs.testservers.fuzz;

import org.jspecify.annotations.NullMarked;
