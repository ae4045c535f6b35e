package io.actjs.actjsd.route;

import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.model.SigningKey;
import io.actjs.model.access.Principal;
import io.actjs.registry.SigningKeys;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** The routes of the keys whose signatures count: add, revoke, list. */
final class KeyRoutes {
  private static final String KEYS = "/v1/admin/signing-keys";

  private final SigningKeys keys;
  private final AdminGate gate;
  private final RequestBody bodies;

  KeyRoutes(SigningKeys keys, AdminGate gate, RequestBody bodies) {
    this.keys = keys;
    this.gate = gate;
    this.bodies = bodies;
  }

  void register(RoutesConfig routes) {
    HeadToo.get(routes, KEYS, gate.guarded((ctx, principal) -> list(ctx)));
    routes.post(KEYS + "/{kid}", gate.guarded(this::add));
    routes.delete(KEYS + "/{kid}", gate.guarded(this::revoke));
  }

  private void list(Context ctx) throws IOException {
    StringBuilder json = new StringBuilder("{\"keys\":[");
    JsonList.append(
        keys.list(),
        json,
        key -> {
          open(key, json).append(",\"publicKeyPem\":");
          JsonText.quote(key.publicKeyPem(), json);
          json.append('}');
        });
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private void add(Context ctx, Principal principal) throws IOException {
    RequestMembers body = RequestMembers.of(bodies.arguments(Requests.request(ctx)));
    SigningKey key = keys.add(ctx.pathParam("kid"), body.text("publicKeyPem"), principal.sub());
    Reply.json(ctx.res(), 201, open(key, new StringBuilder()).append('}').toString());
  }

  private void revoke(Context ctx, Principal principal) throws IOException {
    SigningKey key = keys.revoke(ctx.pathParam("kid"), principal.sub());
    Reply.json(ctx.res(), 200, open(key, new StringBuilder()).append('}').toString());
  }

  /** A JSON object, still open. */
  private static StringBuilder open(SigningKey key, StringBuilder json) {
    JsonText.quote(key.kid(), json.append("{\"kid\":"));
    json.append(",\"algorithm\":\"EdDSA\",\"addedAt\":").append(key.addedAt());
    return key.revokedAt() == null ? json : json.append(",\"revokedAt\":").append(key.revokedAt());
  }
}
