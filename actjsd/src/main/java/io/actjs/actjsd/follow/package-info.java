/** What goes on in the server, followed over the wire: its log and its audit. */
@NullMarked
package io.actjs.actjsd.follow;

import org.jspecify.annotations.NullMarked;
