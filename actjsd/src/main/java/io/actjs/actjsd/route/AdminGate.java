package io.actjs.actjsd.route;

import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets only who presents the admin token change what is published. Without a token everybody is let
 * in: then it is the loopback address that keeps others out.
 */
final class AdminGate {
  private static final String SCHEME = "Bearer ";
  private static final String ADMIN = "admin";
  private static final String ANONYMOUS = "anonymous";

  private final @Nullable Predicate<String> token;
  private final RequestBody bodies;

  /**
   * @param token tells whether a text is the admin token; null lets everybody in
   */
  AdminGate(@Nullable Predicate<String> token, RequestBody bodies) {
    this.token = token;
    this.bodies = bodies;
  }

  /** A route that knows who asks. */
  interface Work {
    /**
     * @param principal for the audit
     */
    void handle(Context ctx, String principal) throws Exception;
  }

  Handler guarded(Work work) {
    return ctx -> {
      if (token == null) {
        work.handle(ctx, ANONYMOUS);
      } else if (isAdmin(ctx.req().getHeader("Authorization"), token)) {
        work.handle(ctx, ADMIN);
      } else {
        throw bodies.discarded(
            Requests.request(ctx),
            new ActjsException(
                ProblemCode.Forbidden,
                "this requires the server's admin token; send it as Authorization: Bearer <token>"));
      }
    };
  }

  private static boolean isAdmin(@Nullable String authorization, Predicate<String> token) {
    return authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && token.test(authorization.substring(SCHEME.length()).strip());
  }
}
