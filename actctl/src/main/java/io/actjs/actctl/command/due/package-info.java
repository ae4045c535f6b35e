/** Dead letters and pauses. */
@NullMarked
package io.actjs.actctl.command.due;

import org.jspecify.annotations.NullMarked;
