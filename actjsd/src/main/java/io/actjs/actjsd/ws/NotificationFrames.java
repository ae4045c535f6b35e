package io.actjs.actjsd.ws;

import io.actjs.wire.RpcFrames;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes changes for subscribers. The runtime hands one change to an actor's subscribers one after
 * the other, and on most connections their subscriptions have the same id: so they share one frame,
 * which is encoded once.
 */
final class NotificationFrames {
  private enum Kind {
    SNAPSHOT,
    PATCH,
    EVENTS
  }

  private static final class Encoded {
    private final Kind kind;
    private final String subscriptionId;
    private final long seq;
    private final String json;
    private final byte[] frame;

    Encoded(Kind kind, String subscriptionId, long seq, String json, byte[] frame) {
      this.kind = kind;
      this.subscriptionId = subscriptionId;
      this.seq = seq;
      this.json = json;
      this.frame = frame;
    }

    /** The identity of the JSON is enough: equal text in two strings is merely encoded twice. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Kind otherKind, String otherId, long otherSeq, String otherJson) {
      return json == otherJson
          && seq == otherSeq
          && kind == otherKind
          && subscriptionId.equals(otherId);
    }
  }

  private volatile @Nullable Encoded last;

  byte[] snapshot(String subscriptionId, long seq, String state) {
    return encode(Kind.SNAPSHOT, subscriptionId, seq, state);
  }

  byte[] patch(String subscriptionId, long seq, String patch) {
    return encode(Kind.PATCH, subscriptionId, seq, patch);
  }

  byte[] events(String subscriptionId, long seq, String events) {
    return encode(Kind.EVENTS, subscriptionId, seq, events);
  }

  private byte[] encode(Kind kind, String subscriptionId, long seq, String json) {
    Encoded known = last;
    if (known != null && known.isOf(kind, subscriptionId, seq, json)) {
      return known.frame;
    }
    String text =
        switch (kind) {
          case SNAPSHOT -> RpcFrames.snapshot(subscriptionId, seq, json);
          case PATCH -> RpcFrames.patch(subscriptionId, seq, json);
          case EVENTS -> RpcFrames.events(subscriptionId, seq, json);
        };
    byte[] frame = text.getBytes(StandardCharsets.UTF_8);
    last = new Encoded(kind, subscriptionId, seq, json, frame);
    return frame;
  }
}
