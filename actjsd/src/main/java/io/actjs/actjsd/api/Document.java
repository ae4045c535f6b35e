package io.actjs.actjsd.api;

import io.actjs.model.Sha256;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A text that is sent as it is, to whoever does not have it yet. */
final class Document {
  private final String mediaType;
  private final byte[] utf8;
  private final String etag;

  Document(String mediaType, String text) {
    this.mediaType = mediaType;
    this.utf8 = text.getBytes(StandardCharsets.UTF_8);
    this.etag = '"' + Sha256.of(text) + '"';
  }

  static Document json(Object json) {
    return new Document("application/json;charset=utf-8", json.toString());
  }

  static Document html(String html) {
    return new Document("text/html;charset=utf-8", html);
  }

  /**
   * @param known the {@code If-None-Match} of the request, or null
   */
  void send(HttpServletResponse response, @Nullable String known) throws IOException {
    response.setHeader("ETag", etag);
    if (etag.equals(known)) {
      response.setStatus(304);
      return;
    }
    response.setContentType(mediaType);
    response.setContentLength(utf8.length);
    response.getOutputStream().write(utf8);
  }
}
