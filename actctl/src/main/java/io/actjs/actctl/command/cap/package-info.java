/** The commands under cap. */
@NullMarked
package io.actjs.actctl.command.cap;

import org.jspecify.annotations.NullMarked;
