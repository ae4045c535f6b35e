/** The commands that run a server or keep it in order: start, gc, audit. */
@NullMarked
package io.actjs.actctl.command.server;

import org.jspecify.annotations.NullMarked;
