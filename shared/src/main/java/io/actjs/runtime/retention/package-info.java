/** What storage keeps, for how long, and what drops the rest. */
@NullMarked
package io.actjs.runtime.retention;

import org.jspecify.annotations.NullMarked;
