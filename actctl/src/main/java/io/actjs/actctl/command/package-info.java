/** What commands share: the server, the output, and common options. */
@NullMarked
package io.actjs.actctl.command;

import org.jspecify.annotations.NullMarked;
