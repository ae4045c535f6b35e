/** Tells the bearers of capabilities. */
@NullMarked
package io.actjs.actjsd.access.capability;

import org.jspecify.annotations.NullMarked;
