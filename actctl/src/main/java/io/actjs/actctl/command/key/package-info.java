/** The commands under key, and the files that hold keys. */
@NullMarked
package io.actjs.actctl.command.key;

import org.jspecify.annotations.NullMarked;
