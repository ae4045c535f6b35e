/** The audit outside of the store: as JSON, and as a mirror in a directory. */
@NullMarked
package io.actjs.actjsd.audit;

import org.jspecify.annotations.NullMarked;
