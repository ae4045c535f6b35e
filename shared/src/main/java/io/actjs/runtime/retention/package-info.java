/** Retention: the policy of a store, and the sweeper that drops the rest. */
@NullMarked
package io.actjs.runtime.retention;

import org.jspecify.annotations.NullMarked;
