package io.actjs.actjsd.http;

import io.actjs.model.access.Principal;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Who sends a request, once that is known. */
public final class RequestPrincipal {
  private static final String ATTRIBUTE = RequestPrincipal.class.getName();

  private RequestPrincipal() {}

  public static void set(Request request, @Nullable Principal principal) {
    if (principal != null) {
      request.setAttribute(ATTRIBUTE, principal);
    }
  }

  public static Principal orAnonymous(Request request) {
    Principal principal = of(request);
    return principal == null ? Principal.ANONYMOUS : principal;
  }

  /** Null when nothing is known of the sender. */
  static @Nullable Principal of(Request request) {
    return (Principal) request.getAttribute(ATTRIBUTE);
  }
}
