package io.actjs.actjsd.route;

import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Pause;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.DueWork;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What actors have still to handle: their messages, dead letters, and who is paused. */
final class DueWorkRoutes {
  private static final String ADMIN = "/v1/admin";
  private static final String ACTOR = ADMIN + "/actors/{class}/{id}";
  private static final String LETTER = ACTOR + "/dead-letters/{message}";

  private static final int MAX_LIMIT = 1_000;
  private static final int DEFAULT_LIMIT = 100;

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
    HeadToo.get(routes, ADMIN + "/dead-letters", guarded((ctx, principal) -> letters(ctx)));
    HeadToo.get(routes, LETTER, guarded((ctx, principal) -> letter(ctx)));
    routes.post(LETTER + "/retry", guarded((ctx, principal) -> retry(ctx)));
    routes.delete(LETTER, guarded((ctx, principal) -> drop(ctx)));
    HeadToo.get(routes, ADMIN + "/pauses", guarded((ctx, principal) -> pauses(ctx)));
    routes.post(ACTOR + "/pause", guarded((ctx, who) -> pause(ctx, ctx.pathParam("id"), who)));
    routes.post(ACTOR + "/resume", guarded((ctx, who) -> resume(ctx, ctx.pathParam("id"))));
    routes.post(ADMIN + "/classes/{class}/pause", guarded((ctx, who) -> pause(ctx, null, who)));
    routes.post(ADMIN + "/classes/{class}/resume", guarded((ctx, who) -> resume(ctx, null)));
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
    ActorRef ref = ref(ctx);
    DueWork.OfActor found = work().of(ref, limit(ctx));
    StringBuilder json = ActorJson.open(ref).append(",\"now\":[");
    JsonList.append(found.now(), json, message -> MessageJson.append(message, json));
    json.append("],\"later\":[");
    JsonList.append(found.later(), json, message -> MessageJson.append(message, json));
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private void letters(Context ctx) throws IOException {
    int limit = limit(ctx);
    String className = ctx.queryParam("class");
    String id = ctx.queryParam("id");
    if (id != null && className == null) {
      throw RequestMembers.wrong("\"id\" needs \"class\" too: the actor is named by both");
    }
    DeadLetterQuery query =
        new DeadLetterQuery(
            className,
            id,
            time(ctx, "since", Long.MIN_VALUE),
            time(ctx, "before", Long.MAX_VALUE),
            place(ctx.queryParam("after")));
    List<DeadLetter> page = work().deadLetters(query, limit);
    StringBuilder json = new StringBuilder("{\"deadLetters\":[");
    JsonList.append(page, json, letter -> MessageJson.append(letter, false, json));
    json.append(']');
    if (page.size() == limit) {
      DeadLetter.Place end = page.getLast().place();
      json.append(",\"next\":\"").append(end.diedAt()).append(':').append(end.messageId());
      json.append('"');
    }
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  /** Where a page ended: {@code diedAt:message}. */
  private static DeadLetter.@Nullable Place place(@Nullable String after) {
    if (after == null) {
      return null;
    }
    int colon = after.indexOf(':');
    try {
      return new DeadLetter.Place(
          Long.parseLong(after.substring(0, Math.max(0, colon))), after.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw RequestMembers.wrong("\"after\" is not the \"next\" of a page");
    }
  }

  private static long time(Context ctx, String name, long otherwise) {
    String text = ctx.queryParam(name);
    try {
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw RequestMembers.wrong('"' + name + "\" is not a time in milliseconds since 1970");
    }
  }

  private static int limit(Context ctx) {
    String text = ctx.queryParam("limit");
    try {
      int limit = text == null ? DEFAULT_LIMIT : Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw RequestMembers.wrong("\"limit\" must be a whole number from 1 to " + MAX_LIMIT);
  }

  private void letter(Context ctx) throws IOException {
    DeadLetter letter = work().deadLetter(ref(ctx), ctx.pathParam("message"));
    StringBuilder json = new StringBuilder();
    MessageJson.append(letter, true, json);
    Reply.json(ctx.res(), 200, json.toString());
  }

  private void retry(Context ctx) throws IOException {
    answer(ctx, Awaited.of(work().retry(ref(ctx), ctx.pathParam("message"))));
  }

  private void drop(Context ctx) throws IOException {
    answer(ctx, Awaited.of(work().drop(ref(ctx), ctx.pathParam("message"))));
  }

  private static void answer(Context ctx, String messageId) throws IOException {
    StringBuilder json = ActorJson.open(ref(ctx)).append(",\"messageId\":");
    JsonText.quote(messageId, json);
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private void pauses(Context ctx) throws IOException {
    StringBuilder json = new StringBuilder("{\"pauses\":[");
    JsonList.append(work().pauses(), json, pause -> MessageJson.append(pause, json));
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private void pause(Context ctx, @Nullable String id, String principal) throws IOException {
    String reason = RequestMembers.of(bodies.arguments(ctx.req())).optionalText("reason");
    String className = ctx.pathParam("class");
    checkName(className, id);
    Pause pause =
        work()
            .pause(className, id, principal, Objects.requireNonNullElse(reason, "by " + principal));
    StringBuilder json = new StringBuilder();
    MessageJson.append(pause, json);
    Reply.json(ctx.res(), 200, json.toString());
  }

  private void resume(Context ctx, @Nullable String id) throws IOException {
    String className = ctx.pathParam("class");
    checkName(className, id);
    boolean resumed = work().resume(className, id);
    Reply.json(ctx.res(), 200, "{\"resumed\":" + resumed + "}");
  }

  private void checkName(String className, @Nullable String id) {
    var unused = new ActorRef(className, id == null ? "any" : id);
    if (runtime.registry().latest(className) == null) {
      throw new ActjsException(
          ProblemCode.UnknownClass, "no class " + className + " is published; publish it first");
    }
  }

  private static ActorRef ref(Context ctx) {
    return new ActorRef(ctx.pathParam("class"), ctx.pathParam("id"));
  }
}
