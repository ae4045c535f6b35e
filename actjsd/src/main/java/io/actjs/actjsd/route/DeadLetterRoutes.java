package io.actjs.actjsd.route;

import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.listing.PageLimit;
import io.actjs.model.ActorRef;
import io.actjs.model.access.Principal;
import io.actjs.runtime.DueWork;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that were given up: listed, shown, retried and dropped, one by one or many at once. */
final class DeadLetterRoutes {
  private static final String ALL = "/v1/admin/dead-letters";
  private static final String ONE = "/v1/admin/actors/{class}/{id}/dead-letters/{message}";

  private final DueWork work;
  private final Admission admission;
  private final AdminGate gate;

  DeadLetterRoutes(DueWork work, Admission admission, AdminGate gate) {
    this.work = work;
    this.admission = admission;
    this.gate = gate;
  }

  void register(RoutesConfig routes) {
    HeadToo.get(routes, ALL, guarded((ctx, who) -> list(ctx)));
    routes.post(ALL + "/retry", guarded((ctx, who) -> round(ctx, retry(who))));
    routes.post(ALL + "/drop", guarded((ctx, who) -> round(ctx, drop(who))));
    HeadToo.get(routes, ONE, guarded((ctx, who) -> show(ctx)));
    routes.post(ONE + "/retry", guarded((ctx, who) -> one(ctx, retry(who))));
    routes.delete(ONE, guarded((ctx, who) -> one(ctx, drop(who))));
  }

  private Handler guarded(AdminGate.Work what) {
    return gate.guarded(
        (ctx, who) -> admission.admitted(admitted -> what.handle(admitted, who)).handle(ctx));
  }

  private LetterRound.Work retry(Principal who) {
    return letter -> work.retry(letter, who.sub());
  }

  private LetterRound.Work drop(Principal who) {
    return letter -> work.drop(letter, who.sub());
  }

  private void list(Context ctx) throws IOException {
    int limit = PageLimit.of(ctx);
    List<DeadLetter> page = work.deadLetters(query(ctx), limit);
    StringBuilder json = new StringBuilder("{\"deadLetters\":[");
    JsonList.append(page, json, letter -> MessageJson.append(letter, false, json));
    json.append(']');
    if (page.size() == limit) {
      appendNext(page.getLast().place(), json);
    }
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private void round(Context ctx, LetterRound.Work each) throws IOException {
    LetterRound round = LetterRound.of(work, query(ctx), PageLimit.of(ctx), each);
    StringBuilder json = new StringBuilder("{\"done\":").append(round.done());
    json.append(",\"refused\":[");
    JsonList.append(round.refused(), json, refused -> append(refused, json));
    json.append(']');
    if (round.next() != null) {
      appendNext(round.next(), json);
    }
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private static void append(LetterRound.Refused refused, StringBuilder json) {
    json.append("{\"class\":\"").append(refused.ref().className());
    JsonText.quote(refused.ref().id(), json.append("\",\"id\":"));
    JsonText.quote(refused.messageId(), json.append(",\"messageId\":"));
    json.append(",\"code\":\"").append(refused.reason().code());
    JsonText.quote(refused.reason().detail(), json.append("\",\"detail\":"));
    json.append('}');
  }

  private void show(Context ctx) throws IOException {
    StringBuilder json = new StringBuilder();
    MessageJson.append(letter(ctx), true, json);
    Reply.json(ctx.res(), 200, json.toString());
  }

  private void one(Context ctx, LetterRound.Work what) throws IOException {
    DeadLetter letter = letter(ctx);
    String messageId = Awaited.of(what.start(letter));
    StringBuilder json = ActorJson.open(letter.message().target()).append(",\"messageId\":");
    JsonText.quote(messageId, json);
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private DeadLetter letter(Context ctx) {
    return work.deadLetter(
        new ActorRef(ctx.pathParam("class"), ctx.pathParam("id")), ctx.pathParam("message"));
  }

  private static DeadLetterQuery query(Context ctx) {
    String className = ctx.queryParam("class");
    String id = ctx.queryParam("id");
    if (id != null && className == null) {
      throw RequestMembers.wrong("\"id\" needs \"class\" too: the actor is named by both");
    }
    return new DeadLetterQuery(
        className,
        id,
        time(ctx, "since", Long.MIN_VALUE),
        time(ctx, "before", Long.MAX_VALUE),
        place(ctx.queryParam("after")));
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

  private static void appendNext(DeadLetter.Place end, StringBuilder json) {
    JsonText.quote(end.diedAt() + ":" + end.messageId(), json.append(",\"next\":"));
  }

  private static long time(Context ctx, String name, long otherwise) {
    String text = ctx.queryParam(name);
    try {
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw RequestMembers.wrong('"' + name + "\" is not a time in milliseconds since 1970");
    }
  }
}
