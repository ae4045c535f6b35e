package io.actjs.actjsd.ws;

import io.actjs.wire.RpcRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Recognises requests that a client sends twice without meaning two: the original client repeats
 * each frame that it queued while it was connecting, right after the connection opens.
 *
 * <p>A request is a repetition when it equals one with the same id whose answer the client cannot
 * have seen: one that is still being answered, or one whose answer is held back while the
 * connection is {@link #opening}. Any other equal request is one of its own: a client may use one
 * id for all its requests, one after the other, and means each of them.
 *
 * <p>Not thread-safe.
 */
final class RepeatedFrames {
  private final Map<String, RpcRequest> unseen = new HashMap<>();
  private final List<RpcRequest> held = new ArrayList<>();
  private boolean opening;

  /** From now on no answer is sent, until {@link #opened}. */
  void opening() {
    opening = true;
  }

  /** The answers are on their way: the client may have seen them. */
  void opened() {
    opening = false;
    held.forEach(request -> unseen.remove(request.id(), request));
    held.clear();
  }

  boolean isRepeated(RpcRequest request) {
    return request.equals(unseen.get(request.id()));
  }

  void begin(RpcRequest request) {
    unseen.putIfAbsent(request.id(), request);
  }

  /** The request has its answer. */
  void end(RpcRequest request) {
    if (opening) {
      held.add(request);
    } else {
      unseen.remove(request.id(), request);
    }
  }
}
