/** {@code actctl shell}. */
@NullMarked
package io.actjs.actctl.command.shell;

import org.jspecify.annotations.NullMarked;
