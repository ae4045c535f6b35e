package io.actjs.actjsd.access;

import io.actjs.storage.access.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request presents to say who sends it. None of it is ever logged. */
public interface Credentials {
  String BEARER = "Bearer";

  /** {@code GET} */
  String method();

  /** The path and the query, as they were sent. */
  String target();

  /** The first value of a header, or null. */
  @Nullable String header(String name);

  /** The names of all headers, as they were sent. */
  List<String> headers();

  /**
   * What stands behind a scheme in the first {@code Authorization} that has it, such as {@link
   * #BEARER}; a browser, which cannot set the header for WebSockets and streams of events, sends a
   * bearer token there as the parameter {@code token}. Null when there is none, empty when there is
   * the scheme alone.
   */
  @Nullable String authorization(String scheme);

  /**
   * The SHA-256 of a token that it presents. Several authenticators look a token up by its hash, so
   * a request hashes the same token only once.
   */
  default Bytes sha256(String token) {
    return Bytes.sha256(token);
  }

  /** Whether there is an {@code Authorization} of any scheme, or a token in place of it. */
  boolean isAny();

  /**
   * The certificate that the client has proved to have, and that the server trusts; null when there
   * is none.
   */
  @Nullable X509Certificate certificate();

  /** The IP address of the client, as far as the server knows it. */
  String address();
}
