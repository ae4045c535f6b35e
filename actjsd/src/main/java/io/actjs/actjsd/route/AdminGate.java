package io.actjs.actjsd.route;

import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.model.ActjsException;
import io.actjs.model.access.Principal;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/** Lets only administrators change what is published, and look at what is the server's own. */
public final class AdminGate {
  private final Door door;
  private final RequestBody bodies;

  public AdminGate(Door door, RequestBody bodies) {
    this.door = door;
    this.bodies = bodies;
  }

  /** A route that knows who asks. */
  public interface Work {
    /**
     * @param principal for the audit
     */
    void handle(Context ctx, Principal principal) throws Exception;
  }

  public Handler guarded(Work work) {
    return ctx -> {
      Principal principal;
      try {
        principal = door.requireAdmin(Requests.request(ctx)).principal();
      } catch (ActjsException e) {
        throw bodies.discarded(Requests.request(ctx), e);
      }
      work.handle(ctx, principal);
    };
  }
}
