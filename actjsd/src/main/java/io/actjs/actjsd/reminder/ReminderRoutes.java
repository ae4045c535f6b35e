package io.actjs.actjsd.reminder;

import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.listing.ActorCursor;
import io.actjs.actjsd.listing.PageLimit;
import io.actjs.actjsd.route.AdminGate;
import io.actjs.actjsd.route.Awaited;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.model.Standing;
import io.actjs.model.access.Principal;
import io.actjs.runtime.ActorRuntime;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reminders of all actors, in the order of their actors, and the end of one. */
public final class ReminderRoutes {
  private static final String ONE = "/v1/admin/actors/{class}/{id}/reminders/{reminder}";

  /** Actors that are looked at for one page, whether they have reminders or not. */
  private static final int MOST_ACTORS = 1_000;

  private static final int ACTORS_AT_A_TIME = 100;

  /** Messages of one actor that are looked at. */
  private static final int MOST_OF_ACTOR = 10_000;

  private final ActorRuntime runtime;
  private final Admission admission;
  private final AdminGate gate;

  public ReminderRoutes(ActorRuntime runtime, Admission admission, AdminGate gate) {
    this.runtime = runtime;
    this.admission = admission;
    this.gate = gate;
  }

  public void register(RoutesConfig routes) {
    HeadToo.get(routes, "/v1/admin/reminders", guarded((ctx, principal) -> list(ctx)));
    routes.delete(ONE, guarded(this::cancel));
  }

  private Handler guarded(AdminGate.Work work) {
    return gate.guarded(
        (ctx, principal) ->
            admission.admitted(admitted -> work.handle(admitted, principal)).handle(ctx));
  }

  private void list(Context ctx) throws IOException {
    String className = ctx.queryParam("class");
    String id = ctx.queryParam("id");
    if (id != null) {
      ofOne(ctx, className, id);
      return;
    }
    String cursor = ctx.queryParam("cursor");
    int limit = PageLimit.of(ctx);
    Page page = new Page();
    ActorRef after = cursor == null ? null : ActorCursor.read(cursor);
    boolean more = true;
    while (more && page.count < limit && page.looked < MOST_ACTORS) {
      List<ActorHead> heads = runtime.actors(className, after, ACTORS_AT_A_TIME);
      more = heads.size() == ACTORS_AT_A_TIME;
      for (ActorHead head : heads) {
        if (page.count >= limit) {
          more = true;
          break;
        }
        look(head, page);
        after = head.ref();
      }
    }
    Reply.json(ctx.res(), 200, page.json(more ? after : null));
  }

  private void ofOne(Context ctx, @Nullable String className, String id) throws IOException {
    if (className == null) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "id needs the class of the actor");
    }
    Page page = new Page();
    look(runtime.inspect(new ActorRef(className, id)).head(), page);
    Reply.json(ctx.res(), 200, page.json(null));
  }

  private void look(ActorHead head, Page page) {
    page.looked++;
    if (head.phase() != ActorHead.Phase.TOMBSTONED) {
      runtime.maintenance().standingReminders(head.ref(), MOST_OF_ACTOR).forEach(page::add);
    }
  }

  private void cancel(Context ctx, Principal principal) throws IOException {
    ActorRef ref = new ActorRef(ctx.pathParam("class"), ctx.pathParam("id"));
    String id = ctx.pathParam("reminder");
    var unused = Awaited.of(runtime.maintenance().cancelReminder(ref, id, principal));
    StringBuilder json = new StringBuilder();
    JsonText.quote(id, open(ref, json).append(",\"reminderId\":"));
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private static StringBuilder open(ActorRef ref, StringBuilder json) {
    json.append("{\"class\":\"").append(ref.className());
    JsonText.quote(ref.id(), json.append("\",\"id\":"));
    return json;
  }

  /** What was found so far: whole actors, so that the next page begins behind the last of them. */
  private static final class Page {
    private final StringBuilder json = new StringBuilder("{\"reminders\":[");
    private int count;
    private int looked;

    void add(InboxMessage reminder) {
      json.append(count == 0 ? "" : ",");
      count++;
      JsonText.quote(reminder.id(), open(reminder.target(), json).append(",\"reminderId\":"));
      Standing standing = reminder.standing();
      json.append(",\"dueAt\":").append(standing.dueAt());
      if (standing.everyMs() > 0) {
        json.append(",\"everyMs\":").append(standing.everyMs());
      }
      JsonText.quote(reminder.type(), json.append(",\"type\":"));
      if (standing.attempts() > 0) {
        json.append(",\"attempts\":").append(standing.attempts());
      }
      if (standing.lastError() != null) {
        JsonText.quote(standing.lastError(), json.append(",\"lastError\":"));
      }
      json.append(",\"setAt\":").append(reminder.at()).append('}');
    }

    String json(@Nullable ActorRef next) {
      json.append(']');
      if (next != null) {
        json.append(",\"next\":\"").append(ActorCursor.text(next)).append('"');
      }
      return json.append('}').toString();
    }
  }
}
