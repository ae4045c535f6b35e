/** The values from outside that classes declare. */
@NullMarked
package io.actjs.model.env;

import org.jspecify.annotations.NullMarked;
