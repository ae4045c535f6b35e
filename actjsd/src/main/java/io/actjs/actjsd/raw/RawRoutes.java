package io.actjs.actjsd.raw;

import io.actjs.actjsd.connection.Departure;
import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.Deadline;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.Pin;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.RequestTerms;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.rate.RequestRates;
import io.actjs.actjsd.route.Awaited;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Tab;
import io.actjs.registry.route.RouteTable;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.mailbox.Answer;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/**
 * The routes that classes declare with {@code @http}, under a prefix of their own, so that no class
 * takes a route of the server's, and no later version of the server one of a class. Each is a call
 * of the handler; the query, and all headers but a few, are the handler's own.
 */
public final class RawRoutes {
  private static final String PREFIX = "/v1/http";
  private static final String ANY = PREFIX + "/<path>";

  private final ActorRuntime runtime;
  private final Admission admission;
  private final Pins pins;
  private final RequestRates rates;
  private final RequestBody bodies;
  private final LiveRoutes live;

  public RawRoutes(
      ActorRuntime runtime,
      Admission admission,
      Pins pins,
      RequestRates rates,
      RequestBody bodies) {
    this.rates = rates;
    this.runtime = runtime;
    this.admission = admission;
    this.pins = pins;
    this.bodies = bodies;
    this.live = new LiveRoutes(runtime.registry());
  }

  public void register(RoutesConfig routes) {
    Handler serve = admission.admitted(this::serve);
    HeadToo.get(routes, ANY, serve);
    routes.post(ANY, serve);
    routes.put(ANY, serve);
    routes.patch(ANY, serve);
    routes.delete(ANY, serve);
  }

  private void serve(Context ctx) throws IOException {
    Request request = Requests.request(ctx);
    String path = request.getHttpURI().getPath().substring(PREFIX.length());
    RouteTable.Target target;
    Pin pin;
    CallOptions options;
    try {
      target = target(ctx, request.getMethod(), RawPath.segments(path));
      pin = pin(request);
      rates.takeOfClass(request, Requests.response(ctx), target.ref().className(), pin.manifest());
      options = options(request, pin);
    } catch (ActjsException e) {
      throw bodies.discarded(request, e);
    }
    try (Tab answer = new Tab(bodies.memory())) {
      CompletableFuture<Answer.Result> work;
      // What waits for the actor is charged by itself.
      try (Tab body = new Tab(bodies.memory())) {
        RawRequest raw = new RawRequest(request, path, bodies.whole(request, body));
        String args = raw.json(target.params());
        work = runtime.serve(target.ref(), target.handler(), args, raw.identity(), options, answer);
      }
      if (options.key() == null) {
        // Who has a key may come back for the answer.
        Departure.of(request, () -> work.cancel(true));
      }
      send(ctx, request, pin, work);
    }
  }

  private static void send(
      Context ctx, Request request, Pin pin, CompletableFuture<Answer.Result> work)
      throws IOException {
    Answer.Result result;
    try {
      result = Awaited.of(work);
    } catch (ActjsException e) {
      RequestTerms.tell(request, Requests.response(ctx), e);
      throw e;
    } finally {
      Departure.forget(request);
    }
    Pins.tell(Requests.response(ctx), pin, result.ran());
    RequestTerms.tell(request, Requests.response(ctx), result.repeated());
    RawResponse.of(Objects.requireNonNull(result.json(), "a raw route answers"))
        .send(ctx.res(), Requests.bare(ctx));
  }

  private RouteTable.Target target(Context ctx, String method, List<String> path) {
    RouteTable table = live.table();
    RouteTable.Target target = table.find(method.equals("HEAD") ? "GET" : method, path);
    if (target != null) {
      return target;
    }
    Set<String> methods = table.methods(path);
    if (methods.isEmpty()) {
      throw new ActjsException(
          ProblemCode.NotFound, "no published class has a raw route of this path");
    }
    String allowed = String.join(", ", methods) + (methods.contains("GET") ? ", HEAD" : "");
    ctx.header("Allow", allowed);
    throw new ActjsException(
        ProblemCode.MethodNotAllowed, "the route takes " + allowed + ", not " + method);
  }

  /** A parameter of the query that is called as the server's are is the handler's. */
  private Pin pin(Request request) {
    return pins.of(
        request.getHeaders().get(Pins.HEADER), request.getHeaders().get(Pins.STRICT_HEADER));
  }

  private static CallOptions options(Request request, Pin pin) {
    CallOptions options = pin.options(Deadline.ofHeader(request));
    return RequestTerms.keyed(request, RequestTerms.asked(request, options));
  }
}
