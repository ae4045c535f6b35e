package io.actjs.actjsd.route;

import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.metric.RequestMetrics;
import io.actjs.actjsd.sse.StreamRoutes;
import io.actjs.model.ActjsException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.Endpoint;
import io.javalin.router.HandlerWrapper;

/**
 * Reads the pin of every request, as the original does: one that names an unknown or expired
 * manifest is refused on whatever route. The routes of actors read it themselves, because it
 * decides what runs.
 */
public final class PinnedRequests implements HandlerWrapper {
  private static final String ACTORS = "/v1/actors";

  /** Their query is their own. */
  private static final String RAW = "/v1/http/";

  private final Pins pins;
  private final RequestBody bodies;
  private final RequestMetrics metrics;

  public PinnedRequests(Pins pins, RequestBody bodies, RequestMetrics metrics) {
    this.pins = pins;
    this.bodies = bodies;
    this.metrics = metrics;
  }

  @Override
  public Handler wrap(Endpoint endpoint) {
    Handler handler = endpoint.handler;
    if (StreamRoutes.isStream(endpoint.path)) {
      return handler;
    }
    return metrics.timed(
        endpoint.method.name(),
        endpoint.path,
        endpoint.path.startsWith(ACTORS) || endpoint.path.startsWith(RAW)
            ? handler
            : ctx -> {
              check(ctx);
              handler.handle(ctx);
            });
  }

  private void check(Context ctx) throws Exception {
    try {
      var unused = pins.of(Requests.request(ctx), Requests.response(ctx));
    } catch (ActjsException e) {
      throw bodies.discarded(Requests.request(ctx), e);
    }
  }
}
