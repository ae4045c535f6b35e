package io.actjs.actjsd.route;

import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.listing.HeadJson;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;

/** Routes that do something to one actor from outside: migrate, roll back, compact, reminders. */
final class ActorAdminRoutes {
  private static final String ACTOR = "/v1/admin/actors/{class}/{id}";

  private static final int MAX_REMINDERS = 10_000;

  private final ActorRuntime runtime;
  private final Admission admission;
  private final AdminGate gate;
  private final RequestBody bodies;

  ActorAdminRoutes(ActorRuntime runtime, Admission admission, AdminGate gate, RequestBody bodies) {
    this.runtime = runtime;
    this.admission = admission;
    this.gate = gate;
    this.bodies = bodies;
  }

  void register(RoutesConfig routes) {
    routes.post(ACTOR + "/migrate", guarded(this::migrate));
    routes.post(ACTOR + "/rollback", guarded(this::rollback));
    routes.post(ACTOR + "/compact", guarded((ctx, principal) -> compact(ctx)));
    routes.post(ACTOR + "/policy", guarded((ctx, principal) -> policy(ctx)));
    HeadToo.get(routes, ACTOR + "/reminders", guarded((ctx, principal) -> reminders(ctx)));
  }

  private Handler guarded(AdminGate.Work work) {
    return gate.guarded(
        (ctx, principal) ->
            admission.admitted(admitted -> work.handle(admitted, principal)).handle(ctx));
  }

  private void migrate(Context ctx, Principal principal) throws IOException {
    RequestMembers body = body(ctx);
    ActorHead head =
        Awaited.of(
            runtime.maintenance().migrate(ref(ctx), Version.parse(body.text("to")), principal));
    answer(ctx, head);
  }

  private void rollback(Context ctx, Principal principal) throws IOException {
    boolean dropTurns = body(ctx).flag("dropTurns", false);
    answer(ctx, Awaited.of(runtime.maintenance().rollback(ref(ctx), dropTurns, principal)));
  }

  private static void answer(Context ctx, ActorHead head) throws IOException {
    Reply.json(ctx.res(), 200, HeadJson.open(head, new StringBuilder()).append('}').toString());
  }

  private void compact(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    Long keep = body(ctx).wholeNumber("keepTurns", 0, Long.MAX_VALUE);
    if (keep == null) {
      throw RequestMembers.wrong("the body needs the whole number \"keepTurns\"");
    }
    long dropped = runtime.maintenance().compact(ref, keep);
    Reply.json(
        ctx.res(),
        200,
        ActorJson.open(ref).append(",\"droppedTurns\":").append(dropped).append('}').toString());
  }

  /** Says what would be decided; nothing is done. */
  private void policy(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    PolicyQuestion question = PolicyQuestion.of(body(ctx));
    Answer.Decided decided;
    try {
      decided =
          Awaited.of(
              runtime.mayDo(
                  ref, question.what(), question.args(), CallOptions.DEFAULT.by(question.who())));
    } catch (ActjsException e) {
      if (e.code() != ProblemCode.PolicyDenied) {
        throw e;
      }
      decided = new Answer.Decided("the actor does not exist and may not be created", e);
    }
    StringBuilder json = ActorJson.open(ref);
    JsonText.quote(question.what(), json.append(",\"do\":"));
    json.append(",\"allow\":").append(decided.refusal() == null);
    JsonText.quote(decided.by(), json.append(",\"by\":"));
    if (decided.refusal() != null) {
      JsonText.quote(decided.refusal().detail(), json.append(",\"refusal\":"));
    }
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private void reminders(Context ctx) throws IOException {
    ActorRef ref = ref(ctx);
    StringBuilder json = ActorJson.open(ref).append(",\"reminders\":[");
    JsonList.append(
        runtime.maintenance().reminders(ref, MAX_REMINDERS),
        json,
        reminder -> append(reminder, json));
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private static void append(InboxMessage reminder, StringBuilder json) {
    JsonText.quote(reminder.id(), json.append("{\"id\":"));
    json.append(",\"dueAt\":").append(reminder.dueAt());
    if (reminder.everyMs() > 0) {
      json.append(",\"everyMs\":").append(reminder.everyMs());
    }
    JsonText.quote(reminder.type(), json.append(",\"type\":"));
    json.append(",\"payload\":").append(reminder.payload());
    if (reminder.manifest() != null) {
      json.append(",\"manifest\":\"").append(reminder.manifest()).append('"');
    }
    json.append(",\"setAt\":").append(reminder.at()).append('}');
  }

  private RequestMembers body(Context ctx) throws IOException {
    return RequestMembers.of(bodies.arguments(Requests.request(ctx)));
  }

  private static ActorRef ref(Context ctx) {
    return new ActorRef(ctx.pathParam("class"), ctx.pathParam("id"));
  }
}
