package io.actjs.actjsd.values;

import io.actjs.wire.SseFrames;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
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

  /** Types that stand for an answer that is not read value by value. */
  private static final Set<String> ONE_ANSWER = Set.of("application/json", "application/*", "*/*");

  private final String mediaType;
  private final String keepAlive;

  ValueForm(String mediaType, String keepAlive) {
    this.mediaType = mediaType;
    this.keepAlive = keepAlive;
  }

  /**
   * The form that a request prefers to one answer, or likes as much; null when it wants one answer.
   */
  public static @Nullable ValueForm of(Request request) {
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    if (accept == null || !isNamedIn(accept.toLowerCase(Locale.ROOT))) {
      return null;
    }
    for (String type : request.getHeaders().getQualityCSV(HttpHeader.ACCEPT, ValueForm::rank)) {
      ValueForm form = named(type);
      if (form != null || ONE_ANSWER.contains(bare(type))) {
        return form;
      }
    }
    return null;
  }

  private static boolean isNamedIn(String types) {
    for (ValueForm form : values()) {
      if (types.contains(form.mediaType)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable ValueForm named(String type) {
    for (ValueForm form : values()) {
      if (form.mediaType.equals(bare(type))) {
        return form;
      }
    }
    return null;
  }

  /** Of types that are liked as much, the one with the highest is taken. */
  private static int rank(String type) {
    return switch (named(type)) {
      case NDJSON -> 2;
      case SSE -> 1;
      case null -> 0;
    };
  }

  private static String bare(String type) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
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
