package io.actjs.actjsd.route;

import io.actjs.model.InboxMessage;
import io.actjs.model.Pause;
import io.actjs.model.Standing;
import io.actjs.storage.DeadLetter;
import io.actjs.wire.JsonText;

/** Stored messages, dead letters and pauses as JSON. */
final class MessageJson {
  private MessageJson() {}

  static void append(InboxMessage message, StringBuilder json) {
    open(message, json);
    Standing standing = message.standing();
    if (standing.dueAt() > 0) {
      json.append(",\"dueAt\":").append(standing.dueAt());
    }
    if (standing.everyMs() > 0) {
      json.append(",\"everyMs\":").append(standing.everyMs());
    }
    if (standing.attempts() > 0) {
      json.append(",\"attempts\":").append(standing.attempts());
    }
    if (standing.lastError() != null) {
      JsonText.quote(standing.lastError(), json.append(",\"lastError\":"));
    }
    json.append('}');
  }

  /**
   * @param whole whether the payload is shown
   */
  static void append(DeadLetter letter, boolean whole, StringBuilder json) {
    InboxMessage message = letter.message();
    json.append("{\"class\":\"").append(message.target().className());
    JsonText.quote(message.target().id(), json.append("\",\"id\":"));
    json.append(",\"message\":");
    open(message, json);
    if (whole) {
      json.append(",\"payload\":").append(message.payload());
    }
    json.append("},\"attempts\":").append(letter.attempts());
    JsonText.quote(letter.reason(), json.append(",\"reason\":"));
    json.append(",\"diedAt\":").append(letter.at()).append('}');
  }

  private static void open(InboxMessage message, StringBuilder json) {
    JsonText.quote(message.id(), json.append("{\"id\":"));
    JsonText.quote(message.type(), json.append(",\"type\":"));
    JsonText.quote(message.sender(), json.append(",\"sender\":"));
    json.append(",\"at\":").append(message.at());
    if (message.manifest() != null) {
      json.append(",\"manifest\":\"").append(message.manifest()).append('"');
    }
  }

  static void append(Pause pause, StringBuilder json) {
    json.append("{\"class\":\"").append(pause.className()).append('"');
    if (pause.id() != null) {
      JsonText.quote(pause.id(), json.append(",\"id\":"));
    }
    JsonText.quote(pause.by(), json.append(",\"by\":"));
    JsonText.quote(pause.reason(), json.append(",\"reason\":"));
    json.append(",\"at\":").append(pause.at()).append('}');
  }
}
