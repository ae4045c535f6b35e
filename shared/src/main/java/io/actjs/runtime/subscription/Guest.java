package io.actjs.runtime.subscription;

import io.actjs.model.Headers;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.wire.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who subscribes to an actor, over any number of connections. Guarded by its {@link
 * Roster}.
 */
final class Guest {
  /** How far it is. */
  enum Stage {
    /** Nobody knows of it yet. */
    COMES,
    /** The actor is asked whether it lets it in. */
    ASKS,
    THERE,
    /** Its last connection was cut; it may come back as if nothing had happened. */
    LINGERS
  }

  final String who;
  final Headers headers;
  final long since;

  /** What it tells about itself, raw JSON. */
  String data = "null";

  Stage stage = Stage.COMES;

  /** Whether the actor is told when it leaves. */
  boolean isMissed;

  final Set<Attachment> connections = new HashSet<>(2);

  /** What its other connections ask for while it asks to be let in. */
  final List<Delivery> waiting = new ArrayList<>(0);

  DeadlineWheel.@Nullable Timer grace;

  /**
   * @param since milliseconds since 1970
   */
  Guest(String who, Headers headers, long since) {
    this.who = who;
    this.headers = headers;
    this.since = since;
  }

  /** Whether others see it. */
  boolean isThere() {
    return stage == Stage.THERE || stage == Stage.LINGERS;
  }

  /** The principal's name; null for nobody in particular. */
  static @Nullable String nameOf(Headers headers) {
    return headers.principal() == null ? null : headers.principal().sub();
  }

  void json(StringBuilder out) {
    out.append("{\"who\":");
    JsonText.quote(who, out);
    if (headers.principal() != null) {
      out.append(",\"principal\":");
      JsonText.quote(headers.principal().sub(), out);
    }
    out.append(",\"data\":").append(data).append(",\"since\":").append(since).append('}');
  }

  String json() {
    StringBuilder out = new StringBuilder();
    json(out);
    return out.toString();
  }
}
