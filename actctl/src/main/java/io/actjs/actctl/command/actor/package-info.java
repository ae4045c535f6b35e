/** The commands about one actor: create, call, tell, and those under actor. */
@NullMarked
package io.actjs.actctl.command.actor;

import org.jspecify.annotations.NullMarked;
