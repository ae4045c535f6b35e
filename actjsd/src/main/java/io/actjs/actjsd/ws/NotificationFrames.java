package io.actjs.actjsd.ws;

import io.actjs.policy.Budget;
import io.actjs.wire.RpcFrames;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Encodes changes for subscribers. The runtime hands one change to an actor's subscribers one after
 * the other, and on most connections their subscriptions have the same id: so they share one frame,
 * which is encoded once. A large frame is charged once for all of them, also for those who ask for
 * the same state later while somebody still reads it: many slow readers of a large state take the
 * memory of one. It is forgotten when the last of them has it. Small frames are charged to each.
 */
final class NotificationFrames {
  private static final int LARGE = 64 << 10;

  private enum Kind {
    SNAPSHOT,
    PATCH,
    EVENTS
  }

  private static final class Encoded {
    private final Kind kind;
    private final String subscriptionId;
    private final long seq;
    private final WeakReference<String> json;
    private final byte[] utf8;

    Encoded(Kind kind, String subscriptionId, long seq, String json, byte[] utf8) {
      this.kind = kind;
      this.subscriptionId = subscriptionId;
      this.seq = seq;
      this.json = new WeakReference<>(json);
      this.utf8 = utf8;
    }

    /** The identity of the JSON is enough: equal text in two strings is merely encoded twice. */
    boolean isOf(Kind otherKind, String otherId, long otherSeq, String otherJson) {
      return json.refersTo(otherJson)
          && seq == otherSeq
          && kind == otherKind
          && subscriptionId.equals(otherId);
    }
  }

  /** What a large frame says, of which actor is in the id. */
  private record Name(Kind kind, String subscriptionId, long seq) {}

  /** A large frame while somebody holds it, and the text that it was last asked for with. */
  private static final class Shared {
    private final OutFrame frame;
    private volatile WeakReference<String> json;

    Shared(OutFrame frame, String json) {
      this.frame = frame;
      this.json = new WeakReference<>(json);
    }
  }

  private final Budget memory;
  private volatile @Nullable Encoded last;

  /** Bounded by the memory that they are charged to. */
  private final ConcurrentHashMap<Name, Shared> large = new ConcurrentHashMap<>();

  NotificationFrames(Budget memory) {
    this.memory = memory;
  }

  /** The frame, for its caller to hand on or to release; null when there is no memory for it. */
  @Nullable OutFrame snapshot(String subscriptionId, long seq, String state) {
    return frame(Kind.SNAPSHOT, subscriptionId, seq, state);
  }

  /** As {@link #snapshot}. */
  @Nullable OutFrame patch(String subscriptionId, long seq, String patch) {
    return frame(Kind.PATCH, subscriptionId, seq, patch);
  }

  /** As {@link #snapshot}. */
  @Nullable OutFrame events(String subscriptionId, long seq, String events) {
    return frame(Kind.EVENTS, subscriptionId, seq, events);
  }

  private @Nullable OutFrame frame(Kind kind, String subscriptionId, long seq, String json) {
    if (json.length() >= LARGE) {
      return large(kind, subscriptionId, seq, json);
    }
    Encoded known = last;
    if (known == null || !known.isOf(kind, subscriptionId, seq, json)) {
      known = encode(kind, subscriptionId, seq, json);
      last = known;
    }
    return OutFrame.of(known.utf8, memory);
  }

  private @Nullable OutFrame large(Kind kind, String subscriptionId, long seq, String json) {
    Name name = new Name(kind, subscriptionId, seq);
    Shared known = large.get(name);
    if (known != null && known.json.refersTo(json) && known.frame.retain()) {
      return known.frame;
    }
    if (known == null && json.length() > memory.limit() - memory.used()) {
      // It would only be encoded to be refused.
      return null;
    }
    byte[] utf8 = encode(kind, subscriptionId, seq, json).utf8;
    // The same turn's state in another text: the kernel was asked for it again.
    if (known != null && Arrays.equals(known.frame.utf8, utf8) && known.frame.retain()) {
      known.json = new WeakReference<>(json);
      return known.frame;
    }
    OutFrame frame = OutFrame.of(utf8, memory);
    if (frame != null) {
      Shared shared = new Shared(frame, json);
      large.put(name, shared);
      frame.onReleased(() -> large.remove(name, shared));
    }
    return frame;
  }

  private static Encoded encode(Kind kind, String subscriptionId, long seq, String json) {
    String text =
        switch (kind) {
          case SNAPSHOT -> RpcFrames.snapshot(subscriptionId, seq, json);
          case PATCH -> RpcFrames.patch(subscriptionId, seq, json);
          case EVENTS -> RpcFrames.events(subscriptionId, seq, json);
        };
    return new Encoded(kind, subscriptionId, seq, json, text.getBytes(StandardCharsets.UTF_8));
  }
}
