/** The commands under token. */
@NullMarked
package io.actjs.actctl.command.token;

import org.jspecify.annotations.NullMarked;
