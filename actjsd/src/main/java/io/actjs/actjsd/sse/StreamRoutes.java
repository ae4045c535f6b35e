package io.actjs.actjsd.sse;

import io.actjs.actjsd.feed.PositionText;
import io.actjs.actjsd.http.Pin;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.RequestTerms;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.metric.RequestMetrics;
import io.actjs.actjsd.rate.RequestRates;
import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import io.actjs.runtime.subscription.Introduction;
import io.actjs.wire.RawJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The routes that answer with a stream of events: one thing under two paths. */
public final class StreamRoutes {
  private static final List<String> PATHS =
      List.of("/v1/actors/{class}/{id}/events", "/v1/sse/{class}/{id}");

  /** The log as it is written. */
  public static final String LOG = "/v1/admin/logs/events";

  /** The audit as it is written. */
  public static final String AUDIT = "/v1/admin/audit/events";

  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final String LAST_EVENT_PARAMETER = "lastEventId";
  private static final String FROM_PARAMETER = "fromSeq";
  private static final String WHO_PARAMETER = "who";
  private static final String PRESENCE_PARAMETER = "presence";

  private final EventStreams streams;
  private final Pins pins;
  private final RequestRates rates;
  private final RequestMetrics metrics;

  /**
   * @param metrics counts a stream when it begins: it is not over before its client leaves
   */
  public StreamRoutes(EventStreams streams, Pins pins, RequestRates rates, RequestMetrics metrics) {
    this.rates = rates;
    this.streams = streams;
    this.pins = pins;
    this.metrics = metrics;
  }

  /** Whether the route counts its requests, and reads their pins, itself. */
  public static boolean isStream(String path) {
    return PATHS.contains(path) || path.equals(LOG) || path.equals(AUDIT);
  }

  public void register(RoutesConfig routes) {
    for (String path : PATHS) {
      RequestMetrics.Route counters = metrics.route("GET", path);
      routes.get(path, ctx -> serve(ctx, counters));
    }
  }

  private void serve(Context ctx, RequestMetrics.Route counters)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    counters.around(
        began,
        begun -> {
          ActorRef ref = new ActorRef(ctx.pathParam("class"), ctx.pathParam("id"));
          Request request = Requests.request(ctx);
          Pin pin = pins.of(request, Requests.response(ctx));
          rates.takeOfClass(request, Requests.response(ctx), ref.className(), pin.manifest());
          streams.serve(
              ctx,
              ref,
              from(request),
              self(request),
              RequestTerms.asked(request, pin.options()),
              begun);
        });
  }

  private static Introduction self(Request request) {
    String given = Requests.parameter(request, PRESENCE_PARAMETER);
    String data = given != null && RawJson.check(given) ? given : null;
    return Introduction.of(Requests.parameter(request, WHO_PARAMETER), data, data != null);
  }

  /** A client that connects again by itself says where it is in the header alone. */
  private static @Nullable Position from(Request request) {
    Position last =
        PositionText.parse(
            LAST_EVENT_ID, Requests.headerOr(request, LAST_EVENT_ID, LAST_EVENT_PARAMETER));
    return last != null
        ? last
        : PositionText.parse(FROM_PARAMETER, Requests.parameter(request, FROM_PARAMETER));
  }
}
