/** The command that runs tests. */
@NullMarked
package io.actjs.actctl.command.test;

import org.jspecify.annotations.NullMarked;
