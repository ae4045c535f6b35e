/** The daemon: HTTP and WebSocket around the runtime. */
@NullMarked
package io.actjs.actjsd;

import org.jspecify.annotations.NullMarked;
