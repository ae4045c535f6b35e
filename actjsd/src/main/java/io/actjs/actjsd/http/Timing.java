package io.actjs.actjsd.http;

import io.actjs.runtime.mailbox.CallTimes;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * The header {@code Server-Timing} of calls, for clients that ask for it (RFC 7240): most do not
 * read it, and a call may be shorter than writing down how long it took.
 */
public final class Timing {
  private static final String PREFER = "Prefer";
  private static final String PREFERENCE = "server-timing";

  private Timing() {}

  public static boolean isWanted(Request request) {
    // Almost no request has one.
    return request.getHeaders().contains(PREFER)
        && Requests.items(request.getHeaders(), PREFER).stream()
            .anyMatch(PREFERENCE::equalsIgnoreCase);
  }

  public static void tell(Response response, CallTimes times) {
    response.getHeaders().put("Server-Timing", times.header());
    response.getHeaders().put("Preference-Applied", PREFERENCE);
  }
}
