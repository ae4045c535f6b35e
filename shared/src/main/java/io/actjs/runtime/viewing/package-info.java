/** Subscribers of actors that do not show everybody the same. */
@NullMarked
package io.actjs.runtime.viewing;

import org.jspecify.annotations.NullMarked;
