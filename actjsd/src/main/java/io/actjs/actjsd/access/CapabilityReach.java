package io.actjs.actjsd.access;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The routes that take capabilities: those of a single actor, on which the runtime holds what is
 * asked against what is granted. All others refuse them.
 */
final class CapabilityReach {
  private static final List<String> OF_ACTORS = List.of("/v1/actors/", "/v1/http/", "/v1/sse/");
  private static final String SOCKET = "/v1/ws";

  private CapabilityReach() {}

  /**
   * @throws ActjsException {@code Forbidden}
   */
  static void require(Principal sender, Request request) {
    if (sender.isCapability() && !takes(request.getHttpURI().getCanonicalPath())) {
      throw new ActjsException(
          ProblemCode.Forbidden,
          "a capability is for calls, messages, reads and subscriptions of its actor; for anything"
              + " else send a token");
    }
  }

  private static boolean takes(@Nullable String path) {
    return path != null
        && (path.equals(SOCKET) || OF_ACTORS.stream().anyMatch(each -> path.startsWith(each)));
  }
}
