/** Who acts: what is known of the caller of a request. */
@NullMarked
package io.actjs.model.access;

import org.jspecify.annotations.NullMarked;
