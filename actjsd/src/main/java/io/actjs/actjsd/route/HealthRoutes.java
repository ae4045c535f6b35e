package io.actjs.actjsd.route;

import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.HttpServer;
import io.actjs.actjsd.http.Reply;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.ActorRuntime;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** Whether the daemon lives, and whether it takes calls. */
final class HealthRoutes {
  private final ActorRuntime runtime;
  private final Admission admission;
  private final Clock clock;
  private final long startedAt;

  HealthRoutes(ActorRuntime runtime, Admission admission, Clock clock) {
    this.runtime = runtime;
    this.admission = admission;
    this.clock = clock;
    this.startedAt = clock.nowMs();
  }

  void register(RoutesConfig routes) {
    HeadToo.get(routes, "/v1/health", this::health);
    HeadToo.get(routes, "/v1/ready", this::ready);
    HeadToo.get(routes, HttpServer.SOCKET_PATH, HealthRoutes::notUpgraded);
  }

  private void health(Context ctx) throws IOException {
    long uptimeMs = Math.max(0, clock.nowMs() - startedAt);
    Reply.json(ctx.res(), 200, "{\"status\":\"ok\",\"uptimeMs\":" + uptimeMs + "}");
  }

  private static void notUpgraded(Context ctx) {
    throw new ActjsException(
        ProblemCode.SchemaInvalid,
        HttpServer.SOCKET_PATH + " is a WebSocket: connect with a WebSocket client");
  }

  private void ready(Context ctx) throws IOException {
    if (admission.isLast()) {
      throw Admission.stopping();
    }
    if (!runtime.ready()) {
      throw new ActjsException(ProblemCode.StorageUnavailable, "the storage does not answer");
    }
    int stuck = runtime.stuckWorkers();
    if (stuck > 0) {
      throw new ActjsException(
          ProblemCode.CapacityExhausted,
          "%d of the workers cannot stop a handler, which the log names; restart the server"
              .formatted(stuck));
    }
    Reply.json(ctx.res(), 200, "{\"ready\":true}");
  }
}
