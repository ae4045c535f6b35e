/** The commands about the values that classes declare. */
@NullMarked
package io.actjs.actctl.command.env;

import org.jspecify.annotations.NullMarked;
