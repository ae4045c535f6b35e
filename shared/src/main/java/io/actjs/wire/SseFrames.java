package io.actjs.wire;

import org.jspecify.annotations.Nullable;

/** Blocks of a stream of server-sent events. */
public final class SseFrames {
  /** The first of a stream: a comment, so that the client sees that it is open. */
  public static final String OPEN = ":open\n\n";

  /**
   * Behind the state that a stream begins with, or what its client has missed: from here on changes
   * are live.
   */
  public static final String BEGUN = ":begun\n\n";

  /** Keeps a quiet stream from being taken for a dead one. */
  public static final String KEEP_ALIVE = ":keepalive\n\n";

  private SseFrames() {}

  /** What a client that connects again names with {@code Last-Event-ID} is the position. */
  public static String notification(Notification what) {
    StringBuilder out = new StringBuilder(192 + what.chars());
    String id = id(what);
    if (id != null) {
      out.append("id: ").append(id).append('\n');
    }
    out.append("event: ").append(what.name()).append("\ndata: {");
    int begin = out.length();
    what.members(out);
    // Line ends are white space in JSON, and the end of the data in a stream.
    for (int i = begin; i < out.length(); i++) {
      if (out.charAt(i) == '\n' || out.charAt(i) == '\r') {
        out.setCharAt(i, ' ');
      }
    }
    return out.append("}\n\n").toString();
  }

  /**
   * Another message.
   *
   * @param json without line ends
   */
  public static String message(String event, String json) {
    return "event: " + event + "\ndata: " + json + "\n\n";
  }

  private static @Nullable String id(Notification what) {
    return switch (what) {
      case Notification.Snapshot(var at, _) -> at.toString();
      case Notification.Change(_, _, var at, _, _) -> at.toString();
      case Notification.Tombstone tombstone -> null;
      case Notification.Ended ended -> null;
      case Notification.Emitted emitted -> null;
      case Notification.Dropped dropped -> null;
      case Notification.Presence presence -> null;
    };
  }
}
