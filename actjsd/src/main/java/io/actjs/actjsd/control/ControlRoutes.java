package io.actjs.actjsd.control;

import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.route.AdminGate;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.Node;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.RuntimeStats;
import io.actjs.runtime.node.LocalNode;
import io.actjs.storage.audit.AuditAction;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** How the server is, and its end. */
public final class ControlRoutes {
  private final ActorRuntime runtime;
  private final Admission admission;
  private final AdminGate gate;
  private final ServerHandle server;
  private final CallRate calls;
  private final String store;
  private final Clock clock;
  private final Node self = LocalNode.mint();
  private final long startedAt;

  /**
   * @param store what its data is in: {@code sqlite}, {@code postgresql} or {@code memory}
   */
  public ControlRoutes(
      ActorRuntime runtime,
      Admission admission,
      AdminGate gate,
      ServerHandle server,
      CallRate calls,
      String store,
      Clock clock) {
    this.runtime = runtime;
    this.admission = admission;
    this.gate = gate;
    this.server = server;
    this.calls = calls;
    this.store = store;
    this.clock = clock;
    this.startedAt = clock.nowMs();
  }

  public void register(RoutesConfig routes) {
    HeadToo.get(routes, "/v1/admin/status", gate.guarded((ctx, principal) -> status(ctx)));
    routes.post("/v1/admin/stop", gate.guarded(this::stop));
  }

  private void status(Context ctx) throws IOException {
    RuntimeStats stats = runtime.stats();
    StringBuilder json = new StringBuilder("{\"version\":\"").append(ClassRegistry.SERVER);
    json.append("\",\"uptimeMs\":").append(Math.max(0, clock.nowMs() - startedAt));
    json.append(",\"ready\":").append(!admission.isLast() && runtime.ready());
    json.append(",\"store\":\"").append(store);
    json.append("\",\"classes\":").append(runtime.registry().names().size());
    json.append(",\"actors\":").append(stats.active());
    json.append(",\"connections\":").append(server.connections());
    json.append(",\"subscriptions\":").append(stats.subscriptions());
    json.append(",\"calls\":").append(calls.total());
    json.append(",\"callsPerSecond\":")
        .append(String.format(Locale.ROOT, "%.1f", calls.perSecond()));
    Reply.json(ctx.res(), 200, process(json.append(',')).append('}').toString());
  }

  /** Which process it is: whoever is on the same machine can see it end. */
  private StringBuilder process(StringBuilder json) {
    JsonText.quote(self.host(), json.append("\"host\":"));
    return json.append(",\"pid\":").append(self.pid());
  }

  private void stop(Context ctx, Principal principal) throws IOException {
    if (!server.isStarted()) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable, "the server is still starting; try again in a moment");
    }
    runtime
        .audit()
        .append(
            List.of(
                AuditAction.SERVER_STOPPED.entry(
                    clock.nowMs(),
                    principal.sub(),
                    "server",
                    process(new StringBuilder("{")).append('}').toString())));
    Reply.json(
        ctx.res(), 202, process(new StringBuilder("{\"stopping\":true,")).append('}').toString());
    server.stop();
  }
}
