package io.actjs.actjsd.reload;

import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.route.AdminGate;
import io.javalin.config.RoutesConfig;

/** The route that has a daemon read its configuration again. */
public final class ReloadRoutes {
  private final Reload reload;
  private final AdminGate gate;

  public ReloadRoutes(Reload reload, AdminGate gate) {
    this.reload = reload;
    this.gate = gate;
  }

  public void register(RoutesConfig routes) {
    routes.post(
        "/v1/admin/config/reload",
        gate.guarded(
            (ctx, principal) -> Reply.json(ctx.res(), 200, reload.run(principal.sub()).json())));
  }
}
