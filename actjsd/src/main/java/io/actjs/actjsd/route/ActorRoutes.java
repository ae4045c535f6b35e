package io.actjs.actjsd.route;

import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.Deadline;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.Pin;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.WholeNumber;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorView;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.ActorInfo;
import io.actjs.runtime.ActorRuntime;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes under {@code /v1/actors}: create, call, tell, read, inspect, list, delete. */
final class ActorRoutes {
  private static final String ACTOR = "/v1/actors/{class}/{id}";
  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 1000;

  private final ActorRuntime runtime;
  private final Admission admission;
  private final Pins pins;
  private final int bodyLimit;

  ActorRoutes(ActorRuntime runtime, Admission admission, Pins pins, int bodyLimit) {
    this.runtime = runtime;
    this.admission = admission;
    this.pins = pins;
    this.bodyLimit = bodyLimit;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/actors/{class}", admission.admitted(this::create));
    routes.post(ACTOR + "/{method}", admission.admitted(this::call));
    routes.post(ACTOR + "/tell/{type}", admission.admitted(this::tell));
    routes.delete(ACTOR, admission.admitted(this::delete));
    HeadToo.get(routes, ACTOR, this::read);
    HeadToo.get(routes, ACTOR + "/info", this::info);
    HeadToo.get(routes, "/v1/actors", this::list);
  }

  private void create(Context ctx) throws IOException {
    String className = ActorRef.requireClassName(ctx.pathParam("class"));
    String args = RequestBody.arguments(ctx.req(), bodyLimit);
    Pin pin = pin(ctx);
    ActorRef ref = Awaited.of(runtime.create(className, args, pin.options()));
    Reply.json(ctx.res(), 201, pin.echo(ActorJson.open(ref)).append('}').toString());
  }

  private void call(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    String method = name(ctx, "method");
    String args = RequestBody.arguments(ctx.req(), bodyLimit);
    long deadlineMs = Deadline.of(ctx.req());
    Pin pin = pin(ctx);
    String result = Awaited.orNull(runtime.call(ref, method, args, pin.options(deadlineMs)));
    StringBuilder json = ActorJson.open(ref).append(",\"method\":\"").append(method).append('"');
    if (result != null) {
      json.append(",\"result\":").append(result);
    }
    Reply.json(ctx.res(), 200, pin.echo(json).append('}').toString());
  }

  private void tell(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    String type = name(ctx, "type");
    String payload = RequestBody.arguments(ctx.req(), bodyLimit);
    Pin pin = pin(ctx);
    String messageId = Awaited.of(runtime.tell(ref, type, payload, pin.options()));
    StringBuilder json =
        ActorJson.open(ref).append(",\"type\":\"").append(type).append("\",\"messageId\":");
    JsonText.quote(messageId, json);
    Reply.json(ctx.res(), 202, pin.echo(json).append('}').toString());
  }

  private void read(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    Pin pin = pin(ctx);
    ActorView view = Awaited.of(runtime.read(ref, pin.options()));
    StringBuilder json = ActorJson.open(ref).append(",\"version\":\"").append(view.version());
    json.append("\",\"seq\":\"").append(view.seq()).append("\",\"state\":").append(view.state());
    Reply.json(ctx.res(), 200, pin.echo(json).append('}').toString());
  }

  private void delete(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    pin(ctx);
    Awaited.orNull(runtime.delete(ref));
    Reply.json(ctx.res(), 200, ActorJson.open(ref).append(",\"tombstoned\":true}").toString());
  }

  private void info(Context ctx) throws IOException {
    pin(ctx);
    ActorInfo info = runtime.inspect(ref(ctx));
    StringBuilder json = ActorJson.open(info.head(), new StringBuilder(256));
    json.append(",\"active\":").append(info.active());
    json.append(",\"mailbox\":").append(info.mailbox());
    json.append(",\"subscribers\":").append(info.subscribers());
    json.append(",\"inbox\":").append(info.inbox());
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private void list(Context ctx) throws IOException {
    String className = ctx.queryParam("class");
    if (className != null) {
      ActorRef.requireClassName(className);
    }
    int limit = limit(ctx.queryParam("limit"));
    List<ActorHead> heads = runtime.actors(className, after(ctx.queryParam("after")), limit);
    StringBuilder json = new StringBuilder("{\"actors\":[");
    for (int i = 0; i < heads.size(); i++) {
      ActorJson.open(heads.get(i), i == 0 ? json : json.append(',')).append('}');
    }
    json.append(']');
    if (heads.size() == limit) {
      json.append(",\"next\":");
      JsonText.quote(heads.getLast().ref().toString(), json);
    }
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private static int limit(@Nullable String text) {
    return text == null ? DEFAULT_PAGE : (int) WholeNumber.parse("limit", text, 1, MAX_PAGE);
  }

  /** The last actor of the page before, in the form that a list ends with: class/id. */
  private static @Nullable ActorRef after(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "after must be Class/id: the value of next from the previous page");
    }
    return new ActorRef(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Called once the body is read: a client refused earlier would be cut off while sending. */
  private Pin pin(Context ctx) {
    return pins.of(ctx.req(), ctx.res());
  }

  private static ActorRef ref(Context ctx) {
    return new ActorRef(ctx.pathParam("class"), ctx.pathParam("id"));
  }

  private static String name(Context ctx, String parameter) {
    String name = ctx.pathParam(parameter);
    if (!ActorRef.isName(name)) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "invalid " + parameter + " name: letters, digits and _, not starting with a digit");
    }
    return name;
  }
}
