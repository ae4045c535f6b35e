/** Ranges of versions, as npm understands them. */
@NullMarked
package io.actjs.registry.range;

import org.jspecify.annotations.NullMarked;
