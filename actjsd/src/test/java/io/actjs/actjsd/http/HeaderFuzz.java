package io.actjs.actjsd.http;

import io.actjs.actjsd.edge.AllowedHosts;
import io.actjs.actjsd.encoding.AcceptedEncoding;
import io.actjs.actjsd.feed.PositionText;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.CallOptions;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;

/** Headers of requests: understood, ignored, or refused with an error that says so. */
public final class HeaderFuzz {
  private static final List<String> NAMES =
      List.of(
          "Idempotency-Key",
          "If-Match",
          "If-None-Match",
          "Last-Event-ID",
          "traceparent",
          "X-Request-Id",
          "X-Actjs-Deadline-Ms",
          "Accept-Encoding",
          "Content-Encoding",
          "Prefer",
          "Origin");

  private HeaderFuzz() {}

  /**
   * @param data lines of headers, each after a byte that chooses its name
   */
  public static void fuzzerTestOneInput(byte[] data) {
    HttpFields.Mutable headers = HttpFields.build();
    for (String line : new String(data, StandardCharsets.ISO_8859_1).split("[\\r\\n\\x00]")) {
      if (!line.isEmpty()) {
        headers.add(NAMES.get(line.charAt(0) % NAMES.size()), line.substring(1));
      }
    }
    read(request(headers), headers);
  }

  private static void read(Request request, HttpFields headers) {
    refusable(() -> RequestTerms.of(request, CallOptions.DEFAULT));
    refusable(() -> Deadline.of(request));
    refusable(() -> PositionText.parse("Last-Event-ID", headers.get("Last-Event-ID")));
    boolean has = RequestTerms.has(request, RequestTerms.etag(12));
    boolean gzip = AcceptedEncoding.gzip(request);
    boolean timed = Timing.isWanted(request) && RequestBody.isEncoded(request);
    String name = RequestName.of(request);
    if (name.isEmpty() || name.length() > 128 || (has && gzip && timed && name.contains("\n"))) {
      throw new AssertionError("a name of " + name.length() + " characters");
    }
    String origin = headers.get("Origin");
    if (origin != null) {
      AllowedHosts hosts = AllowedHosts.of(List.of("app.example.org"));
      if (hosts.isOwn(origin, null, false) && !hosts.allows(origin.replaceFirst("^.*//", ""))) {
        throw new AssertionError("a page of this machine that is not: " + origin);
      }
      refusable(() -> CrossOrigin.of(List.of(origin)));
    }
  }

  private interface Reading {
    Object read();
  }

  private static void refusable(Reading reading) {
    try {
      var unused = reading.read();
    } catch (ActjsException e) {
      if (e.code() != ProblemCode.SchemaInvalid && e.code() != ProblemCode.Forbidden) {
        throw new AssertionError("refused as " + e.code(), e);
      }
    }
  }

  /** A request that has nothing but headers. */
  private static Request request(HttpFields headers) {
    return (Request)
        Proxy.newProxyInstance(
            Request.class.getClassLoader(),
            new Class<?>[] {Request.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getHeaders" -> headers;
                  case "getHttpURI" -> HttpURI.from("http://127.0.0.1/v1/actors/Counter/a/inc");
                  default -> null;
                });
  }
}
