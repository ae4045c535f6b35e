package io.actjs.actjsd.metric;

import io.actjs.model.ActjsException;
import io.actjs.runtime.activity.LatencyHistogram;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.Endpoint;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts and times requests by the route that takes them: as many series as there are routes. */
public final class RequestMetrics implements MetricGroup {
  private final ConcurrentHashMap<Endpoint, OfRoute> routes = new ConcurrentHashMap<>();

  private static final class OfRoute {
    final LatencyHistogram durations = new LatencyHistogram();
    final ConcurrentHashMap<Integer, LongAdder> statuses = new ConcurrentHashMap<>();

    void answered(int status, long nanos) {
      statuses.computeIfAbsent(status, key -> new LongAdder()).increment();
      durations.record(nanos);
    }
  }

  /** The handler of a route, with its requests counted and timed. */
  public Handler timed(Endpoint endpoint, Handler handler) {
    OfRoute counters = routes.computeIfAbsent(endpoint, key -> new OfRoute());
    return ctx -> handle(handler, ctx, counters);
  }

  private static void handle(Handler handler, Context ctx, OfRoute counters) throws Exception {
    long began = System.nanoTime();
    int status = 500;
    try {
      handler.handle(ctx);
      status = ctx.res().getStatus();
    } catch (ActjsException e) {
      status = e.code().httpStatus();
      throw e;
    } finally {
      counters.answered(status, System.nanoTime() - began);
    }
  }

  @Override
  public void report(MetricSink sink) {
    routes.forEach(
        (endpoint, counters) -> {
          String method = endpoint.method.name();
          counters.statuses.forEach(
              (status, count) ->
                  sink.counter(
                      "actjs_http_request",
                      "Answered requests.",
                      count.sum(),
                      "method",
                      method,
                      "route",
                      endpoint.path,
                      "status",
                      String.valueOf(status)));
          sink.histogram(
              "actjs_http_request_seconds",
              "Time from the headers of a request to its answer.",
              counters.durations,
              "method",
              method,
              "route",
              endpoint.path);
        });
  }
}
