package io.actjs.actjsd.values;

import io.actjs.wire.SseFrames;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** How the values of a call are written, and its end: as the request's {@code Accept} asks. */
public enum ValueForm {
  /** One JSON object a line, whose only member says what it is. */
  NDJSON("application/x-ndjson", "") {
    @Override
    byte[] message(String name, String json) {
      return (json + '\n').getBytes(StandardCharsets.UTF_8);
    }
  },
  /** Server-sent events, named by what they are. */
  SSE("text/event-stream", SseFrames.KEEP_ALIVE) {
    @Override
    byte[] message(String name, String json) {
      return SseFrames.message(name, json).getBytes(StandardCharsets.UTF_8);
    }
  };

  private final String mediaType;
  private final String keepAlive;

  ValueForm(String mediaType, String keepAlive) {
    this.mediaType = mediaType;
    this.keepAlive = keepAlive;
  }

  /** The form that a request asks for; null when it wants one answer. */
  public static @Nullable ValueForm of(Request request) {
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    if (accept == null) {
      return null;
    }
    String types = accept.toLowerCase(Locale.ROOT);
    for (ValueForm form : values()) {
      if (types.contains(form.mediaType)) {
        return form;
      }
    }
    return null;
  }

  String mediaType() {
    return mediaType + ";charset=utf-8";
  }

  /**
   * @param json of an object
   */
  abstract byte[] message(String name, String json);

  /** What keeps a quiet answer from being taken for a dead one; no bytes when there is no such. */
  byte[] keepAlive() {
    return keepAlive.getBytes(StandardCharsets.US_ASCII);
  }
}
