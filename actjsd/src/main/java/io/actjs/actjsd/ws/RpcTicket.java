package io.actjs.actjsd.ws;

import org.jspecify.annotations.Nullable;

/**
 * A request that is being answered.
 *
 * @param id raw JSON; null for a notification, which gets no reply
 * @param frame the frame as it was received
 */
record RpcTicket(@Nullable String id, String frame) {}
