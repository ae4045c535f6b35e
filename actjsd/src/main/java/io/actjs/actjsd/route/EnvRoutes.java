package io.actjs.actjsd.route;

import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.model.access.Principal;
import io.actjs.registry.env.EnvChange;
import io.actjs.registry.env.EnvValues;
import io.actjs.storage.access.EnvValue;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Set;

/** The routes of the values that classes declare: set, list, unset. A secret is never shown. */
final class EnvRoutes {
  private static final String ENV = "/v1/admin/env";
  private static final Set<String> MEMBERS = Set.of("values", "secrets", "force");

  private final EnvValues values;
  private final AdminGate gate;
  private final RequestBody bodies;

  EnvRoutes(EnvValues values, AdminGate gate, RequestBody bodies) {
    this.values = values;
    this.gate = gate;
    this.bodies = bodies;
  }

  void register(RoutesConfig routes) {
    HeadToo.get(routes, ENV, gate.guarded((ctx, principal) -> list(ctx)));
    routes.post(ENV + "/{env}", gate.guarded(this::set));
    routes.delete(ENV + "/{env}/{name}", gate.guarded(this::unset));
    routes.post("/v1/admin/secret-key/rotate", gate.guarded(this::rotate));
  }

  private void list(Context ctx) throws IOException {
    StringBuilder json = new StringBuilder("{\"current\":");
    JsonText.quote(values.environment(), json);
    json.append(",\"values\":[");
    JsonList.append(values.list(ctx.queryParam("env")), json, value -> write(value, json));
    json.append("],\"missing\":[");
    JsonList.append(values.missing(), json, lack -> write(lack, json));
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private static void write(EnvValue value, StringBuilder json) {
    JsonText.quote(value.env(), json.append("{\"env\":"));
    JsonText.quote(value.name(), json.append(",\"name\":"));
    json.append(",\"secret\":").append(value.secret());
    if (!value.secret()) {
      JsonText.quote(value.value().utf8(), json.append(",\"value\":"));
    }
    json.append(",\"updatedAt\":").append(value.updatedAt()).append('}');
  }

  private static void write(EnvValues.Missing lack, StringBuilder json) {
    JsonText.quote(lack.name(), json.append("{\"name\":"));
    JsonText.quote(lack.type().toString(), json.append(",\"type\":"));
    JsonText.quote(lack.ref().toString(), json.append(",\"class\":"));
    json.append('}');
  }

  private void set(Context ctx, Principal principal) throws IOException {
    RequestMembers body = RequestMembers.of(bodies.arguments(Requests.request(ctx)));
    body.requireNoneBut(MEMBERS);
    EnvChange change =
        new EnvChange(
            ctx.pathParam("env"),
            body.texts("values"),
            body.texts("secrets"),
            body.flag("force", false));
    values.set(change, principal.sub());
    Reply.json(ctx.res(), 200, "{\"set\":" + change.size() + "}");
  }

  private void unset(Context ctx, Principal principal) throws IOException {
    boolean force = "true".equals(ctx.queryParam("force"));
    values.unset(ctx.pathParam("env"), ctx.pathParam("name"), force, principal.sub());
    Reply.json(ctx.res(), 200, "{\"unset\":true}");
  }

  private void rotate(Context ctx, Principal principal) throws IOException {
    values.rotate(principal.sub());
    Reply.json(ctx.res(), 200, "{\"rotated\":true}");
  }
}
