/** The entries of the audit about actors. */
@NullMarked
package io.actjs.runtime.audit;

import org.jspecify.annotations.NullMarked;
