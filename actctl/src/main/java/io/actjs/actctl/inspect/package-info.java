/** Debuggers of actor code: the discovery and the WebSocket of V8's inspector protocol. */
@NullMarked
package io.actjs.actctl.inspect;

import org.jspecify.annotations.NullMarked;
