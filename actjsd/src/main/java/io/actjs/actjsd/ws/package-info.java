/** The WebSocket interface: JSON-RPC conversations, subscriptions and their frames. */
@NullMarked
package io.actjs.actjsd.ws;

import org.jspecify.annotations.NullMarked;
