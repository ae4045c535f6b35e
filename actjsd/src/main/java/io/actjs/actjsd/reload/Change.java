package io.actjs.actjsd.reload;

import io.actjs.wire.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * A setting that is no longer what it was.
 *
 * @param key such as {@code daemon.log-level}
 * @param from as people read it, without secrets; null when nothing had set it
 * @param to likewise
 * @param live whether a running daemon can take it
 */
public record Change(String key, @Nullable String from, @Nullable String to, boolean live) {

  void writeTo(StringBuilder json) {
    JsonText.quote(key, json.append("{\"key\":"));
    write("from", from, json);
    write("to", to, json);
    json.append('}');
  }

  private static void write(String member, @Nullable String value, StringBuilder json) {
    if (value != null) {
      JsonText.quote(value, json.append(",\"").append(member).append("\":"));
    }
  }

  /** For the log: {@code daemon.log-level: info -> debug}. */
  @Override
  public String toString() {
    return key + ": " + (from == null ? "unset" : from) + " -> " + (to == null ? "unset" : to);
  }
}
