package io.actjs.actjsd.route;

import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.migration.MigrationPlan;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.loading.MigrationPreview;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Previews of a migration of stored actors, one page at a time; nothing is written. */
final class MigrationRoutes {
  private static final int DEFAULT_PAGE = 20;

  private static final int MAX_PAGE = 100;

  /** No further actor is tried after this time; one may take as long as two handlers. */
  private static final long MAX_PAGE_NANOS = 10_000_000_000L;

  /** No further actor is tried when the answer is as long. */
  private static final int MAX_PAGE_CHARS = 4 << 20;

  private final ActorRuntime runtime;
  private final Admission admission;
  private final AdminGate gate;
  private final RequestBody bodies;

  MigrationRoutes(ActorRuntime runtime, Admission admission, AdminGate gate, RequestBody bodies) {
    this.runtime = runtime;
    this.admission = admission;
    this.gate = gate;
    this.bodies = bodies;
  }

  void register(RoutesConfig routes) {
    Handler dryRun = admission.admitted(this::dryRun);
    routes.post(
        "/v1/admin/migrations/dry-run", gate.guarded((ctx, principal) -> dryRun.handle(ctx)));
  }

  private void dryRun(Context ctx) throws IOException {
    RequestMembers body = RequestMembers.of(bodies.arguments(Requests.request(ctx)));
    String className = ActorRef.requireClassName(body.text("class"));
    String version = body.optionalText("to");
    Version to = version == null ? null : Version.parse(version);
    requirePublished(className, to);
    String only = body.optionalText("id");
    if (only != null) {
      Reply.json(ctx.res(), 200, single(new ActorRef(className, only), to));
      return;
    }
    String id = body.optionalText("after");
    ActorRef after = id == null ? null : new ActorRef(className, id);
    Long wanted = body.wholeNumber("limit", 1, MAX_PAGE);
    int limit = wanted == null ? DEFAULT_PAGE : wanted.intValue();
    List<ActorHead> heads = runtime.actors(className, after, limit);
    Reply.json(ctx.res(), 200, page(className, to, heads, heads.size() == limit));
  }

  /** One actor, with the whole state at each version on the way. */
  private String single(ActorRef ref, @Nullable Version to) {
    StringBuilder json = new StringBuilder("{\"class\":\"").append(ref.className());
    append(runtime.maintenance().preview(ref, to), true, json.append("\",\"actors\":["));
    return json.append("]}").toString();
  }

  /** So that a class without actors is told from one that does not exist. */
  private void requirePublished(String className, @Nullable Version to) {
    if (to != null) {
      var unused = runtime.registry().version(new ClassRef(className, to));
    } else if (runtime.registry().latest(className) == null) {
      throw new ActjsException(
          ProblemCode.UnknownClass,
          "no class \"" + className + "\" is published: publish it first");
    }
  }

  /**
   * Tries one after the other until the page is full: in actors, in time or in size. So it has at
   * least one, however slow and large they are.
   *
   * @param more whether there are actors behind these
   */
  private String page(String className, @Nullable Version to, List<ActorHead> heads, boolean more) {
    StringBuilder json = new StringBuilder("{\"class\":\"").append(className);
    json.append("\",\"actors\":[");
    long end = System.nanoTime() + MAX_PAGE_NANOS;
    int done = 0;
    String comma = "";
    while (done < heads.size()
        && (done == 0 || (System.nanoTime() < end && json.length() < MAX_PAGE_CHARS))) {
      MigrationPreview preview = preview(heads.get(done++), to);
      if (preview != null) {
        append(preview, false, json.append(comma));
        comma = ",";
      }
    }
    json.append(']');
    if (more || done < heads.size()) {
      JsonText.quote(heads.get(done - 1).ref().id(), json.append(",\"next\":"));
    }
    return json.append('}').toString();
  }

  /** Null for an actor that is deleted. */
  private @Nullable MigrationPreview preview(ActorHead head, @Nullable Version to) {
    if (head.phase() == ActorHead.Phase.TOMBSTONED) {
      return null;
    }
    try {
      return runtime.maintenance().preview(head.ref(), to);
    } catch (ActjsException e) {
      if (e.code() == ProblemCode.Gone) {
        return null;
      }
      throw e;
    }
  }

  /**
   * @param whole whether the states are shown, not only what differs
   */
  private static void append(MigrationPreview preview, boolean whole, StringBuilder json) {
    JsonText.quote(preview.ref().id(), json.append("{\"id\":"));
    json.append(",\"from\":\"").append(preview.from());
    json.append("\",\"to\":\"").append(preview.to());
    json.append("\",\"ok\":").append(preview.error() == null);
    json.append(",\"pure\":").append(preview.pure());
    json.append(",\"diff\":").append(StateDiff.between(preview.before(), preview.after()));
    if (whole && preview.before() != null) {
      json.append(",\"before\":").append(preview.before());
    }
    chain(preview, whole, json);
    if (preview.error() != null) {
      JsonText.quote(preview.error(), json.append(",\"error\":"));
    }
    json.append('}');
  }

  private static void chain(MigrationPreview preview, boolean whole, StringBuilder json) {
    json.append(",\"chain\":[");
    String before = preview.before();
    String comma = "";
    for (MigrationPreview.Stage stage : preview.chain()) {
      MigrationPlan.Step step = stage.step();
      json.append(comma).append("{\"version\":\"").append(step.ref().version()).append('"');
      verdict("migrate", step.migrate(), json);
      if (step.migrateEvent().reason() != MigrationPlan.Reason.ABSENT) {
        verdict("migrateEvent", step.migrateEvent(), json);
      }
      if (stage.state() != null) {
        json.append(",\"diff\":").append(StateDiff.between(before, stage.state()));
        if (whole) {
          json.append(",\"state\":").append(stage.state());
        }
      }
      json.append('}');
      before = stage.state();
      comma = ",";
    }
    json.append(']');
  }

  private static void verdict(String method, MigrationPlan.Verdict verdict, StringBuilder json) {
    json.append(",\"").append(method).append("\":{\"runs\":").append(verdict.applies());
    JsonText.quote(verdict.text(), json.append(",\"why\":"));
    json.append('}');
  }
}
