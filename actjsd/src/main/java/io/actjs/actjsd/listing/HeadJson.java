package io.actjs.actjsd.listing;

import io.actjs.model.ActorHead;
import io.actjs.wire.JsonText;
import java.util.Locale;

/** A stored actor in answers. The object is left open, so that members can follow. */
public final class HeadJson {
  private HeadJson() {}

  /** Appends an object with all members of a head. */
  public static StringBuilder open(ActorHead head, StringBuilder json) {
    json.append("{\"class\":\"").append(head.ref().className()).append("\",\"id\":");
    JsonText.quote(head.ref().id(), json);
    json.append(",\"version\":\"").append(head.version());
    json.append("\",\"seq\":\"").append(head.seq());
    json.append("\",\"epoch\":\"").append(head.epoch());
    json.append("\",\"tombstoned\":").append(head.phase() == ActorHead.Phase.TOMBSTONED);
    json.append(",\"phase\":\"").append(text(head.phase())).append("\",\"tags\":[");
    String comma = "";
    for (String tag : head.tags()) {
      JsonText.quote(tag, json.append(comma));
      comma = ",";
    }
    json.append(']');
    if (head.createdAt() != 0) {
      json.append(",\"createdAt\":").append(head.createdAt());
    }
    return json.append(",\"updatedAt\":").append(head.updatedAt());
  }

  /** The phase as it is written in requests and answers. */
  static String text(ActorHead.Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
