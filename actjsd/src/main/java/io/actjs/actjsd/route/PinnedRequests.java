package io.actjs.actjsd.route;

import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.browser.ClientRoutes;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.metric.RequestMetrics;
import io.actjs.actjsd.rate.RequestRates;
import io.actjs.actjsd.sse.StreamRoutes;
import io.actjs.model.ActjsException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.Endpoint;
import io.javalin.router.HandlerWrapper;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/**
 * Asks of every request who sends it, and reads its pin, as the original does: one that names an
 * unknown or expired manifest is refused on whatever route. The routes of actors read it
 * themselves, because it decides what runs.
 */
public final class PinnedRequests implements HandlerWrapper {
  /** They tell nothing and change nothing. */
  private static final Set<String> OPEN_TO_ALL =
      Set.of("/v1/health", "/v1/ready", ClientRoutes.CURRENT, ClientRoutes.HASHED);

  private static final String ACTORS = "/v1/actors/";

  /** Their query is their own. */
  private static final String RAW = "/v1/http/";

  private final Door door;
  private final RequestRates rates;
  private final Pins pins;
  private final RequestBody bodies;
  private final RequestMetrics metrics;

  public PinnedRequests(
      Door door, RequestRates rates, Pins pins, RequestBody bodies, RequestMetrics metrics) {
    this.door = door;
    this.rates = rates;
    this.pins = pins;
    this.bodies = bodies;
    this.metrics = metrics;
  }

  @Override
  public Handler wrap(Endpoint endpoint) {
    Handler handler =
        OPEN_TO_ALL.contains(endpoint.path)
            ? endpoint.handler
            : known(endpoint.handler, endpoint.method.name() + ' ' + endpoint.path);
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

  private Handler known(Handler handler, String operation) {
    return ctx -> {
      Request request = Requests.request(ctx);
      try {
        rates.take(request, Requests.response(ctx), door.identify(request), operation);
      } catch (ActjsException e) {
        throw bodies.discarded(request, e);
      }
      handler.handle(ctx);
    };
  }

  private void check(Context ctx) throws Exception {
    try {
      var unused = pins.of(Requests.request(ctx), Requests.response(ctx));
    } catch (ActjsException e) {
      throw bodies.discarded(Requests.request(ctx), e);
    }
  }
}
