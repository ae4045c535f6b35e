package io.actjs.actjsd.route;

import io.actjs.actjsd.http.Reply;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.retention.Swept;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** Routes for operators of a server: garbage collection. */
final class OperationRoutes {

  private final ActorRuntime runtime;
  private final AdminGate gate;

  OperationRoutes(ActorRuntime runtime, AdminGate gate) {
    this.runtime = runtime;
    this.gate = gate;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/admin/gc", gate.guarded((ctx, principal) -> sweep(ctx)));
  }

  private void sweep(Context ctx) throws IOException {
    Swept swept = runtime.maintenance().sweep();
    StringBuilder json = new StringBuilder("{\"turns\":").append(swept.turns());
    json.append(",\"deletedActors\":").append(swept.deletedActors());
    json.append(",\"unbornActors\":").append(swept.unbornActors());
    json.append(",\"deadLetters\":").append(swept.deadLetters());
    json.append(",\"auditEntries\":").append(swept.auditEntries());
    json.append(",\"blobs\":").append(swept.blobs());
    json.append(",\"retainedSnapshots\":").append(swept.retainedSnapshots());
    json.append(",\"replies\":").append(swept.replies());
    json.append(",\"revocations\":").append(swept.revocations());
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }
}
