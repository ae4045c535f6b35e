/** {@code actctl dev}: a server over folders of classes, and what a terminal shows of it. */
@NullMarked
package io.actjs.actctl.command.dev;

import org.jspecify.annotations.NullMarked;
