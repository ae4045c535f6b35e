package io.actjs.actjsd.route;

import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonAnswer;
import io.actjs.actjsd.http.Pin;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.RequestTerms;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.listing.ActorListRoute;
import io.actjs.actjsd.listing.HeadJson;
import io.actjs.actjsd.rate.RequestRates;
import io.actjs.actjsd.values.ValueAnswers;
import io.actjs.actjsd.values.ValueForm;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorView;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.policy.Tab;
import io.actjs.runtime.ActorInfo;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.inbox.AcceptedTell;
import io.actjs.runtime.keyed.Created;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/** The routes under {@code /v1/actors}: create, call, tell, read, inspect, list, delete. */
final class ActorRoutes {
  private static final String ACTOR = "/v1/actors/{class}/{id}";
  static final String CALL = ACTOR + "/{method}";
  private static final int LONGEST_NAME = 255;

  private final ActorRuntime runtime;
  private final ActorCall call;
  private final Admission admission;
  private final Pins pins;
  private final RequestRates rates;
  private final RequestBody bodies;
  private final ValueAnswers values;

  ActorRoutes(
      ActorRuntime runtime,
      ActorCall call,
      ValueAnswers values,
      Admission admission,
      Pins pins,
      RequestRates rates,
      RequestBody bodies) {
    this.rates = rates;
    this.values = values;
    this.runtime = runtime;
    this.call = call;
    this.admission = admission;
    this.pins = pins;
    this.bodies = bodies;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/actors/{class}", admission.admitted(this::create));
    routes.post(CALL, admission.admitted(this::call));
    routes.post(ACTOR + "/tell/{type}", admission.admitted(this::tell));
    routes.delete(ACTOR, admission.admitted(this::delete));
    HeadToo.get(routes, ACTOR, this::read);
    HeadToo.get(routes, ACTOR + "/info", this::info);
    new ActorListRoute(runtime).register(routes);
  }

  private static CallOptions asked(Context ctx, CallOptions options) {
    return RequestTerms.asked(Requests.request(ctx), options);
  }

  private void create(Context ctx) throws IOException {
    String className = ActorRef.requireClassName(ctx.pathParam("class"));
    CompletableFuture<Created> work;
    Pin pin;
    try (Tab body = new Tab(bodies.memory())) {
      String args = bodies.arguments(Requests.request(ctx), body);
      pin = pin(ctx, className);
      work = runtime.found(className, args, ctx.queryParams("tag"), terms(ctx, pin));
    }
    Created created = awaited(ctx, work);
    StringBuilder json = ActorJson.version(ActorJson.open(created.ref()), created.version());
    tell(ctx, pin, className, created.version());
    tell(ctx, created.repeated());
    Reply.json(ctx.res(), 201, pin.echo(json).append('}').toString());
  }

  private static CallOptions terms(Context ctx, Pin pin) {
    return RequestTerms.of(Requests.request(ctx), asked(ctx, pin.options()));
  }

  private static void tell(Context ctx, boolean repeated) {
    RequestTerms.tell(Requests.request(ctx), Requests.response(ctx), repeated);
  }

  private static <T> T awaited(Context ctx, CompletableFuture<T> work) {
    try {
      return Awaited.of(work);
    } catch (ActjsException e) {
      RequestTerms.tell(Requests.request(ctx), Requests.response(ctx), e);
      throw e;
    }
  }

  private void call(Context ctx) throws IOException, InterruptedException {
    ActorRef ref = ref(ctx);
    String method = name(ctx, "method");
    Request request = Requests.request(ctx);
    ValueForm form = ValueForm.of(request);
    if (form != null) {
      String args;
      try (Tab body = new Tab(bodies.memory())) {
        args = bodies.arguments(request, body);
      }
      values.serve(ctx, ref, method, args, form);
      return;
    }
    try (Tab answer = new Tab(bodies.memory())) {
      CompletableFuture<JsonAnswer> work;
      // What waits for the actor is charged by itself.
      try (Tab body = new Tab(bodies.memory())) {
        String args = bodies.arguments(request, body);
        work = call.begin(ref, method, args, request, Requests.response(ctx), answer);
      }
      Reply.json(ctx.res(), Awaited.of(work));
    }
  }

  private static void tell(Context ctx, Pin pin, String className, Version version) {
    Pins.tell(Requests.response(ctx), pin, new ClassRef(className, version));
  }

  private void tell(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    String type = name(ctx, "type");
    CompletableFuture<AcceptedTell.Told> work;
    Pin pin;
    try (Tab body = new Tab(bodies.memory())) {
      String payload = bodies.arguments(Requests.request(ctx), body);
      pin = pin(ctx, ref.className());
      work = runtime.post(ref, type, payload, terms(ctx, pin));
    }
    AcceptedTell.Told told = awaited(ctx, work);
    tell(ctx, told.repeated());
    StringBuilder json = ActorJson.open(ref).append(",\"type\":");
    JsonText.quote(type, json);
    JsonText.quote(told.messageId(), json.append(",\"messageId\":"));
    Reply.json(ctx.res(), 202, pin.echo(json).append('}').toString());
  }

  private void read(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    Pin pin = pin(ctx, ref.className());
    try (Tab answer = new Tab(bodies.memory())) {
      ActorView view = Awaited.of(runtime.read(ref, asked(ctx, pin.options()), answer));
      ctx.header("ETag", RequestTerms.etag(view.seq()));
      if (RequestTerms.has(Requests.request(ctx), RequestTerms.etag(view.seq()))) {
        tell(ctx, pin, ref.className(), view.version());
        ctx.status(304);
        return;
      }
      StringBuilder json = ActorJson.open(ref).append(",\"version\":\"").append(view.version());
      json.append("\",\"seq\":\"").append(view.seq()).append("\",\"state\":");
      String tail = pin.echo(new StringBuilder()).append('}').toString();
      tell(ctx, pin, ref.className(), view.version());
      Reply.json(ctx.res(), new JsonAnswer(200, json.toString(), view.state(), tail));
    }
  }

  private void delete(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    Pin pin = pin(ctx, ref.className());
    tell(ctx, awaited(ctx, runtime.delete(ref, terms(ctx, pin))));
    Reply.json(ctx.res(), 200, ActorJson.open(ref).append(",\"tombstoned\":true}").toString());
  }

  private void info(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    Pin pin = pin(ctx, ref.className());
    ActorInfo info = runtime.inspect(ref);
    Awaited.of(runtime.mayRead(ref, asked(ctx, pin.options())));
    StringBuilder json = HeadJson.open(info.head(), new StringBuilder(256));
    json.append(",\"active\":").append(info.active());
    json.append(",\"mailbox\":").append(info.mailbox());
    json.append(",\"subscribers\":").append(info.subscribers());
    json.append(",\"inbox\":").append(info.inbox());
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  /**
   * Reads the pin, and charges the request to the class. Called once the body is read: a client
   * refused earlier would be cut off while sending.
   */
  private Pin pin(Context ctx, String className) {
    Request request = Requests.request(ctx);
    Pin pin = pins.of(request, Requests.response(ctx));
    rates.takeOfClass(request, Requests.response(ctx), className, pin.manifest());
    return pin;
  }

  private static ActorRef ref(Context ctx) {
    return new ActorRef(ctx.pathParam("class"), ctx.pathParam("id"));
  }

  static boolean isName(String handler) {
    return !handler.isEmpty() && handler.length() <= LONGEST_NAME;
  }

  /** The name of a handler, as the class spells it; percent-encoded in the path. */
  private static String name(Context ctx, String parameter) {
    String name = ctx.pathParam(parameter);
    if (!isName(name)) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "a " + parameter + " name has 1 to " + LONGEST_NAME + " characters");
    }
    return name;
  }
}
