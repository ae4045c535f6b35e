package io.actjs.actjsd;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.ActorInfo;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.ActorView;
import io.actjs.runtime.CallOptions;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The routes under {@code /v1/actors}: create, call, tell, read, inspect, list, delete. */
final class ActorRoutes {
  private static final String ACTOR = "/v1/actors/{class}/{id}";
  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 1000;

  private final ActorRuntime runtime;
  private final Admission admission;
  private final int bodyLimit;

  ActorRoutes(ActorRuntime runtime, Admission admission, int bodyLimit) {
    this.runtime = runtime;
    this.admission = admission;
    this.bodyLimit = bodyLimit;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/actors/{class}", admitted(this::create));
    routes.post(ACTOR + "/{method}", admitted(this::call));
    routes.post(ACTOR + "/tell/{type}", admitted(this::tell));
    routes.delete(ACTOR, admitted(this::delete));
    HeadToo.get(routes, ACTOR, this::read);
    HeadToo.get(routes, ACTOR + "/info", this::info);
    HeadToo.get(routes, "/v1/actors", this::list);
  }

  /** Work that the daemon, when it stops, lets end up to its answer. */
  private Handler admitted(Handler work) {
    return ctx -> {
      admission.enter();
      try {
        work.handle(ctx);
      } finally {
        admission.leave();
      }
    };
  }

  private void create(Context ctx) throws IOException {
    String className = ActorRef.requireClassName(ctx.pathParam("class"));
    String args = RequestBody.arguments(ctx.req(), bodyLimit);
    ActorRef ref = await(runtime.create(className, args, CallOptions.DEFAULT));
    Reply.json(ctx.res(), 201, open(ref).append('}').toString());
  }

  private void call(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    String method = name(ctx, "method");
    String args = RequestBody.arguments(ctx.req(), bodyLimit);
    long deadlineMs = Deadline.of(ctx.req());
    String result =
        awaitNullable(runtime.call(ref, method, args, new CallOptions(null, deadlineMs)));
    StringBuilder json = open(ref).append(",\"method\":\"").append(method).append('"');
    if (result != null) {
      json.append(",\"result\":").append(result);
    }
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private void tell(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    String type = name(ctx, "type");
    String payload = RequestBody.arguments(ctx.req(), bodyLimit);
    String messageId = await(runtime.tell(ref, type, payload, CallOptions.DEFAULT));
    StringBuilder json = open(ref).append(",\"type\":\"").append(type).append("\",\"messageId\":");
    JsonText.quote(messageId, json);
    Reply.json(ctx.res(), 202, json.append('}').toString());
  }

  private void read(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    ActorView view = await(runtime.read(ref, CallOptions.DEFAULT));
    StringBuilder json = open(ref).append(",\"version\":\"").append(view.version());
    json.append("\",\"seq\":\"").append(view.seq()).append("\",\"state\":").append(view.state());
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private void delete(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    awaitNullable(runtime.delete(ref));
    Reply.json(ctx.res(), 200, open(ref).append(",\"tombstoned\":true}").toString());
  }

  private void info(Context ctx) throws IOException {
    ActorInfo info = runtime.inspect(ref(ctx));
    StringBuilder json = appendHead(info.head(), new StringBuilder(256));
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
      appendHead(heads.get(i), i == 0 ? json : json.append(',')).append('}');
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
          "after must be Class/id: the value of next of the page before");
    }
    return new ActorRef(text.substring(0, slash), text.substring(slash + 1));
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

  /** A JSON object with the members class and id, still open. */
  private static StringBuilder open(ActorRef ref) {
    StringBuilder json = new StringBuilder(160).append("{\"class\":\"").append(ref.className());
    json.append("\",\"id\":");
    JsonText.quote(ref.id(), json);
    return json;
  }

  private static StringBuilder appendHead(ActorHead head, StringBuilder json) {
    json.append("{\"class\":\"").append(head.ref().className()).append("\",\"id\":");
    JsonText.quote(head.ref().id(), json);
    json.append(",\"version\":\"").append(head.version());
    json.append("\",\"seq\":\"").append(head.seq());
    json.append("\",\"epoch\":\"").append(head.epoch());
    return json.append("\",\"tombstoned\":").append(head.phase() == ActorHead.Phase.TOMBSTONED);
  }

  private static <T> T await(CompletableFuture<T> work) {
    T result = awaitNullable(work);
    assert result != null;
    return result;
  }

  private static <T extends @Nullable Object> T awaitNullable(CompletableFuture<T> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ActjsException problem) {
        throw problem;
      }
      throw new IllegalStateException("the runtime failed a request with no problem", e.getCause());
    } catch (InterruptedException e) {
      // Only the end of the server interrupts a request.
      Thread.currentThread().interrupt();
      throw Admission.stopping();
    }
  }
}
