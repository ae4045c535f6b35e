/** What commands share: the server, the output and the options that several have. */
@NullMarked
package io.actjs.actctl.command;

import org.jspecify.annotations.NullMarked;
