/** The commands that copy and move a store: backup, export, import. */
@NullMarked
package io.actjs.actctl.command.store;

import org.jspecify.annotations.NullMarked;
