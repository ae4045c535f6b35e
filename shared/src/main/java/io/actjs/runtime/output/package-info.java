/** Outputs of the process, held back until everything they depend on is durable. */
@NullMarked
package io.actjs.runtime.output;

import org.jspecify.annotations.NullMarked;
