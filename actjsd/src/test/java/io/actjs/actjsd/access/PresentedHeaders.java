package io.actjs.actjsd.access;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request presents, without a request. */
public record PresentedHeaders(
    String method, String target, Map<String, String> values, @Nullable X509Certificate certificate)
    implements Credentials {

  /** Without a certificate. */
  public PresentedHeaders(String method, String target, Map<String, String> values) {
    this(method, target, values, null);
  }

  /** With another value of a header, or without it. */
  public PresentedHeaders with(String name, @Nullable String value) {
    Map<String, String> changed = new HashMap<>(values);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new PresentedHeaders(method, target, changed, certificate);
  }

  /** A request with a bearer token. */
  public static PresentedHeaders bearing(String token) {
    return new PresentedHeaders("GET", "/", Map.of("Authorization", "Bearer " + token));
  }

  @Override
  public @Nullable String header(String name) {
    return values.get(name);
  }

  @Override
  public List<String> headers() {
    return List.copyOf(values.keySet());
  }

  @Override
  public @Nullable String authorization(String scheme) {
    String header = header("Authorization");
    return header != null && header.startsWith(scheme + " ")
        ? header.substring(scheme.length() + 1)
        : null;
  }

  @Override
  public boolean isAny() {
    return header("Authorization") != null;
  }

  @Override
  public String address() {
    return "127.0.0.1";
  }
}
