package io.actjs.actjsd.ws;

import io.actjs.wire.RpcRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that is being answered. Of its frame, this keeps what the actor is given anyway.
 *
 * @param name in the log
 * @param batch whose answer has its answer; null when that is a frame of its own
 */
record RpcTicket(RpcRequest request, String name, @Nullable RpcBatch batch) {
  private static final int FIXED_BYTES = 256;

  /** Raw JSON; null for a notification, which gets no reply. */
  @Nullable String id() {
    return request.id();
  }

  /** Bytes that the request has in use, roughly. */
  long bytes() {
    return FIXED_BYTES + length(request.params().args()) + length(request.params().payload());
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
