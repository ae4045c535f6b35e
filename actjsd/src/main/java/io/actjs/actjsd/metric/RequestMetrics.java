package io.actjs.actjsd.metric;

import io.actjs.model.ActjsException;
import io.actjs.runtime.activity.LatencyHistogram;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Counts and times requests by the route that takes them: as many series as there are routes. */
public final class RequestMetrics implements MetricGroup {
  private final ConcurrentHashMap<Name, Route> routes = new ConcurrentHashMap<>();

  private record Name(String method, String path) {}

  /** An answer without an end of its own. */
  public interface Streaming {
    /**
     * @param begun is called when the answer begins
     */
    void run(Runnable begun) throws IOException, InterruptedException;
  }

  /** The requests of one route. */
  public static final class Route {
    final LatencyHistogram durations = new LatencyHistogram();
    final ConcurrentHashMap<Integer, LongAdder> statuses = new ConcurrentHashMap<>();

    /** Counts what answers for as long as its client stays: when the answer begins. */
    public void around(long began, Streaming work) throws IOException, InterruptedException {
      AtomicBoolean counted = new AtomicBoolean();
      int status = 500;
      try {
        work.run(
            () -> {
              counted.set(true);
              answered(200, System.nanoTime() - began);
            });
        status = 200;
      } catch (ActjsException e) {
        status = e.code().httpStatus();
        throw e;
      } finally {
        if (!counted.get()) {
          answered(status, System.nanoTime() - began);
        }
      }
    }

    public void answered(int status, long nanos) {
      statuses.computeIfAbsent(status, key -> new LongAdder()).increment();
      durations.record(nanos);
    }
  }

  /** Where the requests of a route are counted, whichever way they come. */
  public Route route(String method, String path) {
    return routes.computeIfAbsent(new Name(method, path), key -> new Route());
  }

  /** The handler of a route, with its requests counted and timed. */
  public Handler timed(String method, String path, Handler handler) {
    Route counters = route(method, path);
    return ctx -> handle(handler, ctx, counters);
  }

  private static void handle(Handler handler, Context ctx, Route counters) throws Exception {
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
        (name, counters) -> {
          counters.statuses.forEach(
              (status, count) ->
                  sink.counter(
                      "actjs_http_request",
                      "Answered requests.",
                      count.sum(),
                      "method",
                      name.method,
                      "route",
                      name.path,
                      "status",
                      String.valueOf(status)));
          sink.histogram(
              "actjs_http_request_seconds",
              "Time from the headers of a request to its answer.",
              counters.durations,
              "method",
              name.method,
              "route",
              name.path);
        });
  }
}
