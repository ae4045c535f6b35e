package io.actjs.wire;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.Map;

/**
 * A problem document (RFC 9457): the form of every error over HTTP, and the {@code data} of a
 * JSON-RPC error.
 *
 * @param detail what happened and what to do
 * @param members extra members: name to raw JSON text
 */
public record Problem(ProblemCode code, String detail, Map<String, String> members) {
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE_PREFIX = "https://actjs.dev/errors/";

  public Problem(ProblemCode code, String detail) {
    this(code, detail, Map.of());
  }

  public static Problem of(ActjsException error) {
    return new Problem(error.code(), error.detail(), error.members());
  }

  /** Whether the HTTP answer has a {@code Retry-After} header. */
  public boolean hasRetryAfter() {
    return code.retryable() && (code.httpStatus() == 429 || code.httpStatus() == 503);
  }

  /** The value of that header, in seconds. */
  public String retryAfter() {
    return members.getOrDefault("retryAfter", "1");
  }

  /** {@code {"type","title","status","detail","code",…members}}. */
  public String toJson() {
    StringBuilder out = new StringBuilder(256);
    out.append("{\"type\":\"").append(TYPE_PREFIX).append(code.name());
    out.append("\",\"title\":");
    JsonText.quote(code.title(), out);
    out.append(",\"status\":").append(code.httpStatus()).append(",\"detail\":");
    JsonText.quote(detail, out);
    out.append(",\"code\":\"").append(code.name()).append('"');
    return appendMembers(out).append('}').toString();
  }

  /** {@code {"code",…members}}: the {@code data} of a JSON-RPC error. */
  public String toRpcData() {
    StringBuilder out = new StringBuilder(64);
    out.append("{\"code\":\"").append(code.name()).append('"');
    return appendMembers(out).append('}').toString();
  }

  private StringBuilder appendMembers(StringBuilder out) {
    members.forEach(
        (name, json) -> {
          out.append(',');
          JsonText.quote(name, out);
          out.append(':').append(json);
        });
    return out;
  }
}
