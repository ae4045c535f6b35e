package io.actjs.actjsd.feed;

import io.actjs.model.Position;
import io.actjs.policy.Budget;
import io.actjs.wire.Notification;
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
 * All but the last frame of a subscription can wait, so they leave a quarter of the memory free.
 */
public final class NotificationFrames {
  private static final int LARGE = 4 << 10;

  /** How frames look. */
  public interface Form {
    /**
     * @param subscriptionId as the subscription has it, which the frame need not name
     */
    String text(String subscriptionId, Notification what);
  }

  private static final class Encoded {
    private final Name name;
    private final WeakReference<String> json;
    private final FrameText text;

    Encoded(Name name, String json, byte[] utf8) {
      this.name = name;
      this.json = new WeakReference<>(json);
      this.text = new FrameText(utf8);
    }

    /** The identity of the JSON is enough: equal text in two strings is merely encoded twice. */
    boolean isOf(Name other, String otherJson) {
      return json.refersTo(otherJson) && name.equals(other);
    }
  }

  /** What a frame says, of which actor is in the id. */
  private sealed interface Name {
    String subscriptionId();

    record State(String subscriptionId, Position at) implements Name {}

    record Change(String subscriptionId, long prevSeq, Position at) implements Name {}

    record Message(String subscriptionId, String type) implements Name {}

    record Present(String subscriptionId, boolean isAll) implements Name {}
  }

  /** A large frame while somebody holds it, and the text that it was last asked for with. */
  private static final class Shared {
    private final OutFrame frame;
    private volatile WeakReference<String> json;

    Shared(OutFrame frame, String json) {
      this.frame = frame;
      this.json = new WeakReference<>(json);
    }
  }

  private final Form form;
  private final Budget memory;
  private volatile @Nullable Encoded last;

  /** Bounded by the memory that they are charged to. */
  private final ConcurrentHashMap<Name, Shared> large = new ConcurrentHashMap<>();

  public NotificationFrames(Form form, Budget memory) {
    this.form = form;
    this.memory = memory;
  }

  /** The frame, for its caller to hand on or to release; null when there is no memory for it. */
  public @Nullable OutFrame of(String subscriptionId, Notification what) {
    return switch (what) {
      case Notification.Snapshot(var at, var state) ->
          frame(new Name.State(subscriptionId, at), state, what);
      case Notification.Change(_, var prevSeq, var at, var json, _) ->
          frame(new Name.Change(subscriptionId, prevSeq, at), json, what);
      case Notification.Emitted(var type, var data) ->
          frame(new Name.Message(subscriptionId, type), data, what);
      case Notification.Presence(var isAll, var present, _) ->
          frame(new Name.Present(subscriptionId, isAll), present, what);
      case Notification.Dropped dropped -> OutFrame.deferrable(utf8(subscriptionId, what), memory);
      case Notification.Tombstone tombstone -> OutFrame.of(utf8(subscriptionId, what), memory);
      case Notification.Ended ended -> OutFrame.of(utf8(subscriptionId, what), memory);
    };
  }

  private @Nullable OutFrame frame(Name name, String json, Notification what) {
    if (json.length() >= LARGE) {
      return large(name, json, what);
    }
    Encoded known = last;
    if (known == null || !known.isOf(name, json)) {
      known = new Encoded(name, json, utf8(name.subscriptionId(), what));
      last = known;
    }
    return OutFrame.deferrable(known.text, memory);
  }

  private @Nullable OutFrame large(Name name, String json, Notification what) {
    Shared known = large.get(name);
    if (known != null && known.json.refersTo(json) && known.frame.retain()) {
      return known.frame;
    }
    if (known == null && json.length() > memory.limit() - memory.used()) {
      // It would only be encoded to be refused.
      return null;
    }
    byte[] utf8 = utf8(name.subscriptionId(), what);
    // The same turn's state in another text: the kernel was asked for it again.
    if (known != null && Arrays.equals(known.frame.utf8(), utf8) && known.frame.retain()) {
      known.json = new WeakReference<>(json);
      return known.frame;
    }
    OutFrame frame = OutFrame.deferrable(utf8, memory);
    if (frame != null) {
      Shared shared = new Shared(frame, json);
      large.put(name, shared);
      frame.onReleased(() -> large.remove(name, shared));
    }
    return frame;
  }

  private byte[] utf8(String subscriptionId, Notification what) {
    return form.text(subscriptionId, what).getBytes(StandardCharsets.UTF_8);
  }
}
