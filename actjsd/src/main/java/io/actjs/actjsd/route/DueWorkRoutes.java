package io.actjs.actjsd.route;

import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.listing.PageLimit;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Pause;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.DueWork;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What actors have still to handle, and who is paused. */
final class DueWorkRoutes {
  private static final String ADMIN = "/v1/admin";
  private static final String ACTOR = ADMIN + "/actors/{class}/{id}";

  private final ActorRuntime runtime;
  private final Admission admission;
  private final AdminGate gate;
  private final RequestBody bodies;

  DueWorkRoutes(ActorRuntime runtime, Admission admission, AdminGate gate, RequestBody bodies) {
    this.runtime = runtime;
    this.admission = admission;
    this.gate = gate;
    this.bodies = bodies;
  }

  void register(RoutesConfig routes) {
    HeadToo.get(routes, ACTOR + "/messages", guarded((ctx, principal) -> messages(ctx)));
    HeadToo.get(routes, ADMIN + "/pauses", guarded((ctx, principal) -> pauses(ctx)));
    routes.post(ACTOR + "/pause", guarded((ctx, who) -> pause(ctx, ctx.pathParam("id"), who)));
    routes.post(ACTOR + "/resume", guarded((ctx, who) -> resume(ctx, ctx.pathParam("id"), who)));
    routes.post(ADMIN + "/classes/{class}/pause", guarded((ctx, who) -> pause(ctx, null, who)));
    routes.post(ADMIN + "/classes/{class}/resume", guarded((ctx, who) -> resume(ctx, null, who)));
  }

  private Handler guarded(AdminGate.Work work) {
    return gate.guarded(
        (ctx, principal) ->
            admission.admitted(admitted -> work.handle(admitted, principal)).handle(ctx));
  }

  private DueWork work() {
    return runtime.dueWork();
  }

  private void messages(Context ctx) throws IOException {
    ActorRef ref = new ActorRef(ctx.pathParam("class"), ctx.pathParam("id"));
    DueWork.OfActor found = work().of(ref, PageLimit.of(ctx));
    StringBuilder json = ActorJson.open(ref).append(",\"now\":[");
    JsonList.append(found.now(), json, message -> MessageJson.append(message, json));
    json.append("],\"later\":[");
    JsonList.append(found.later(), json, message -> MessageJson.append(message, json));
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private void pauses(Context ctx) throws IOException {
    StringBuilder json = new StringBuilder("{\"pauses\":[");
    JsonList.append(work().pauses(), json, pause -> MessageJson.append(pause, json));
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private void pause(Context ctx, @Nullable String id, Principal principal) throws IOException {
    String reason =
        RequestMembers.of(bodies.arguments(Requests.request(ctx))).optionalText("reason");
    String className = ctx.pathParam("class");
    checkName(className, id);
    Pause pause =
        work()
            .pause(
                className,
                id,
                principal.sub(),
                Objects.requireNonNullElse(reason, "by " + principal.sub()));
    StringBuilder json = new StringBuilder();
    MessageJson.append(pause, json);
    Reply.json(ctx.res(), 200, json.toString());
  }

  private void resume(Context ctx, @Nullable String id, Principal principal) throws IOException {
    String className = ctx.pathParam("class");
    checkName(className, id);
    boolean resumed = work().resume(className, id, principal.sub());
    Reply.json(ctx.res(), 200, "{\"resumed\":" + resumed + "}");
  }

  private void checkName(String className, @Nullable String id) {
    var unused = new ActorRef(className, id == null ? "any" : id);
    if (runtime.registry().latest(className) == null) {
      throw new ActjsException(
          ProblemCode.UnknownClass, "no class " + className + " is published; publish it first");
    }
  }
}
