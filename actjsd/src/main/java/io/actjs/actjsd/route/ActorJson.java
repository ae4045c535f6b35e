package io.actjs.actjsd.route;

import io.actjs.model.ActorRef;
import io.actjs.model.Version;
import io.actjs.wire.JsonText;

/** Actors in answers. Every object is left open, so that members can follow. */
final class ActorJson {
  private ActorJson() {}

  /** The members class and id. */
  static StringBuilder open(ActorRef ref) {
    StringBuilder json = new StringBuilder(160).append("{\"class\":\"").append(ref.className());
    json.append("\",\"id\":");
    JsonText.quote(ref.id(), json);
    return json;
  }

  /** What subscribers have been shown when they have seen a call; nothing when it is negative. */
  static StringBuilder seq(StringBuilder json, long seq) {
    return seq < 0 ? json : json.append(",\"seq\":\"").append(seq).append('"');
  }

  /** The version that ran. */
  static StringBuilder version(StringBuilder json, Version version) {
    return json.append(",\"version\":\"").append(version).append('"');
  }
}
