/** The values that classes read from outside, such as keys of other services. */
@NullMarked
package io.actjs.registry.env;

import org.jspecify.annotations.NullMarked;
