package io.actjs.actjsd.raw;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.actjs.actjsd.http.Reply;
import io.actjs.wire.RawJson;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers to an HTTP request, as the kernel gives it: it has checked that it can be
 * sent.
 *
 * @param headers names and values, one after the other
 * @param type of the body, unless a header says it; null without a body
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record RawResponse(int status, List<String> headers, @Nullable String type, byte[] body) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String CONTENT_TYPE = "content-type";
  private static final String NO_SNIFFING = "x-content-type-options";

  static RawResponse of(String json) {
    Map<String, String> members = RawJson.members(json);
    int status = Integer.parseInt(Objects.requireNonNull(members.get("status"), json));
    List<String> headers = texts(Objects.requireNonNull(members.get("headers"), json));
    String text = members.get("text");
    if (text != null) {
      byte[] utf8 = Objects.requireNonNull(RawJson.stringValue(text)).getBytes(UTF_8);
      return new RawResponse(status, headers, "text/plain;charset=utf-8", utf8);
    }
    String base64 = members.get("base64");
    if (base64 != null) {
      byte[] bytes =
          Base64.getDecoder().decode(Objects.requireNonNull(RawJson.stringValue(base64)));
      return new RawResponse(status, headers, "application/octet-stream", bytes);
    }
    String value = members.get("json");
    return value == null
        ? new RawResponse(status, headers, null, new byte[0])
        : new RawResponse(status, headers, "application/json", value.getBytes(UTF_8));
  }

  private static List<String> texts(String json) {
    List<String> texts = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          texts.add(parser.getText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the kernel's headers are JSON", e);
    }
    return texts;
  }

  /**
   * @param bare the response without what servlets do to media types
   */
  void send(HttpServletResponse response, Response bare) throws IOException {
    response.setStatus(status);
    response.setContentType(null);
    response.setHeader(NO_SNIFFING, "nosniff");
    String media = type;
    for (int i = 0; i < headers.size(); i += 2) {
      String name = headers.get(i);
      if (name.equalsIgnoreCase(CONTENT_TYPE)) {
        media = headers.get(i + 1);
      } else if (name.equalsIgnoreCase(NO_SNIFFING)) {
        response.setHeader(NO_SNIFFING, headers.get(i + 1));
      } else {
        response.addHeader(name, headers.get(i + 1));
      }
    }
    if (media != null) {
      bare.getHeaders().put(HttpHeader.CONTENT_TYPE, media);
    }
    if (type == null) {
      return;
    }
    response.setContentLength(body.length);
    Reply.writeSlices(response.getOutputStream(), body);
  }
}
