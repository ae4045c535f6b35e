package io.actjs.actjsd.access;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import java.util.Base64;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request that an administrator makes on behalf of somebody else, to see what that one may do:
 * the header {@link #HEADER} has the principal, JSON in base64. The request is then that
 * principal's, and holds as long as what lets the administrator in.
 */
final class ActingAs {
  static final String HEADER = "X-Actjs-As";

  private static final int LONGEST = 32 << 10;

  private ActingAs() {}

  /**
   * The principal that a request is made on behalf of; null when it is made on nobody's.
   *
   * @throws ActjsException {@code Unauthorized} when it is no principal
   */
  static @Nullable Principal of(Request request) {
    String header = request.getHeaders().get(HEADER);
    if (header == null) {
      return null;
    }
    if (header.length() > LONGEST) {
      throw Door.unauthorized(HEADER + " is longer than " + (LONGEST >> 10) + " KiB");
    }
    try {
      return UserPrincipal.read(Base64.getDecoder().decode(header));
    } catch (IllegalArgumentException e) {
      throw Door.unauthorized(HEADER + " must be a JSON object in base64");
    }
  }

  static ActjsException forbidden() {
    return new ActjsException(
        ProblemCode.Forbidden,
        "requests on behalf of others (" + HEADER + ") require the role admin");
  }
}
