/** The commands under migrate. */
@NullMarked
package io.actjs.actctl.command.migrate;

import org.jspecify.annotations.NullMarked;
