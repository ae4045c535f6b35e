/** {@code actctl codegen}. */
@NullMarked
package io.actjs.actctl.command.codegen;

import org.jspecify.annotations.NullMarked;
