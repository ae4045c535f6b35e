package io.actjs.actjsd.raw;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.actjs.actjsd.http.Requests;
import io.actjs.wire.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request as the kernel takes it: one JSON object, with the body as text when it is UTF-8,
 * which gives the same bytes back, and else as Base64.
 */
final class RawRequest {
  /** Of the connection, not of the request. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private final Request request;
  private final String path;
  private final byte[] body;
  private final @Nullable String text;

  /**
   * @param path behind the prefix of raw routes, as it was sent
   */
  RawRequest(Request request, String path, byte[] body) {
    this.request = request;
    this.path = path;
    this.body = body;
    this.text = textOf(body);
  }

  private static @Nullable String textOf(byte[] body) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return isCheap(text) ? text : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Whether it is no longer with the escapes of JSON than as Base64. */
  private static boolean isCheap(String text) {
    long escapes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        escapes += 5;
      } else if (c == '"' || c == '\\') {
        escapes++;
      }
    }
    return escapes <= 16 + text.length() / 3;
  }

  /** What a repetition under the same idempotency key has to be, too: all but the headers. */
  String identity() {
    StringBuilder identity = new StringBuilder(request.getMethod()).append(' ').append(path);
    identity.append(search()).append('\n');
    return identity.append(text == null ? base64() : text).toString();
  }

  /**
   * @param params what the parameters of the route stand for
   * @throws io.actjs.model.ActjsException {@code SchemaInvalid} for a query that cannot be decoded
   */
  String json(Map<String, String> params) {
    StringBuilder json =
        new StringBuilder(512 + (text == null ? body.length * 4 / 3 : body.length));
    JsonText.quote(request.getMethod(), json.append("{\"method\":"));
    JsonText.quote(path, json.append(",\"path\":"));
    JsonText.quote(search(), json.append(",\"search\":"));
    append(query(), json.append(",\"query\":"));
    append(params, json.append(",\"params\":"));
    append(headers(), json.append(",\"headers\":"));
    if (text == null) {
      json.append(",\"base64\":\"").append(base64()).append('"');
    } else {
      JsonText.quote(text, json.append(",\"text\":"));
    }
    return json.append('}').toString();
  }

  private String base64() {
    return Base64.getEncoder().encodeToString(body);
  }

  private String search() {
    String query = request.getHttpURI().getQuery();
    return query == null ? "" : "?" + query;
  }

  private Map<String, String> query() {
    Map<String, String> first = new LinkedHashMap<>();
    if (request.getHttpURI().getQuery() != null) {
      for (Fields.Field field : Requests.parameters(request)) {
        first.put(field.getName(), field.getValue());
      }
    }
    return first;
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (HttpField field : request.getHeaders()) {
      String name = field.getName().toLowerCase(Locale.ROOT);
      String value = field.getValue() == null ? "" : field.getValue();
      if (!OF_THE_CONNECTION.contains(name)) {
        String between = name.equals("cookie") ? "; " : ", ";
        headers.merge(name, value, (a, b) -> a + between + b);
      }
    }
    return headers;
  }

  private static void append(Map<String, String> map, StringBuilder json) {
    json.append('{');
    String comma = "";
    for (Map.Entry<String, String> entry : map.entrySet()) {
      JsonText.quote(entry.getKey(), json.append(comma));
      JsonText.quote(entry.getValue(), json.append(':'));
      comma = ",";
    }
    json.append('}');
  }
}
