package io.actjs.actjsd.encoding;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Reads {@code Accept-Encoding}. */
public final class AcceptedEncoding {
  private AcceptedEncoding() {}

  /** Whether the client would rather have gzip than what is not compressed. */
  public static boolean gzip(Request request) {
    return request.getHeaders().contains(HttpHeader.ACCEPT_ENCODING)
        && gzip(request.getHeaders().getValuesList(HttpHeader.ACCEPT_ENCODING));
  }

  /** What is not named counts as the star says, or is the last resort. */
  static boolean gzip(List<String> headers) {
    double gzip = -1;
    double identity = 0;
    double others = 0;
    for (String header : headers) {
      for (String item : header.split(",")) {
        String[] parts = item.split(";", 2);
        double weight = parts.length == 1 ? 1 : weight(parts[1]);
        switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
          case "gzip", "x-gzip" -> gzip = Math.max(gzip, weight);
          case "identity" -> identity = weight;
          case "*" -> others = weight;
          default -> {}
        }
      }
    }
    double wanted = gzip < 0 ? others : gzip;
    return wanted > 0 && wanted >= identity;
  }

  /** Of {@code q=0.5}; 0 for what is none. */
  private static double weight(String parameter) {
    String text = parameter.strip().toLowerCase(Locale.ROOT);
    if (!text.matches("q\\s*=\\s*[01](\\.\\d{0,3})?")) {
      return 0;
    }
    return Math.min(1, Double.parseDouble(text.substring(text.indexOf('=') + 1).strip()));
  }
}
