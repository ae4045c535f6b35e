package io.actjs.actjsd.route;

import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.access.Tickets;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.token.TokenTerms;
import io.actjs.actjsd.token.TokenText;
import io.actjs.actjsd.token.Tokens;
import io.actjs.model.access.Principal;
import io.actjs.storage.access.StoredToken;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;

/** The routes of static tokens: create, revoke, list; and of the tickets that stand in for one. */
final class TokenRoutes {
  private static final String TOKENS = "/v1/admin/tokens";
  private static final Set<String> MEMBERS =
      Set.of("sub", "roles", "tenant", "claims", "note", "expiresAt");
  private static final long LAST_TIME = (1L << 53) - 1;

  private final Tokens tokens;
  private final Door door;
  private final AdminGate gate;
  private final RequestBody bodies;

  TokenRoutes(Tokens tokens, Door door, AdminGate gate, RequestBody bodies) {
    this.tokens = tokens;
    this.door = door;
    this.gate = gate;
    this.bodies = bodies;
  }

  void register(RoutesConfig routes) {
    HeadToo.get(routes, TOKENS, gate.guarded((ctx, principal) -> list(ctx)));
    routes.post(TOKENS, gate.guarded(this::create));
    routes.delete(TOKENS + "/{token}", gate.guarded(this::revoke));
    routes.post("/v1/tickets", this::issue);
  }

  private void list(Context ctx) throws IOException {
    StringBuilder json = new StringBuilder("{\"tokens\":[");
    JsonList.append(tokens.list(), json, token -> open(token, json).append('}'));
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  /** The only answer that has the text of the token. */
  private void create(Context ctx, Principal principal) throws IOException {
    RequestMembers body = RequestMembers.of(bodies.arguments(Requests.request(ctx)));
    body.requireNoneBut(MEMBERS);
    Long expiresAt = body.wholeNumber("expiresAt", 1, LAST_TIME);
    TokenTerms terms =
        new TokenTerms(
            body.text("sub"),
            body.textList("roles"),
            body.optionalText("tenant"),
            body.rawObject("claims"),
            Objects.requireNonNullElse(body.optionalText("note"), ""),
            expiresAt == null ? StoredToken.NEVER : expiresAt);
    TokenText secret = TokenText.mint();
    StoredToken token = tokens.create(terms, secret, principal.sub());
    StringBuilder json = open(token, new StringBuilder()).append(",\"token\":");
    JsonText.quote(secret.reveal(), json);
    unstored(ctx, 201, json.append('}').toString());
  }

  private void revoke(Context ctx, Principal principal) throws IOException {
    StoredToken token = tokens.revoke(ctx.pathParam("token"), principal.sub());
    Reply.json(ctx.res(), 200, open(token, new StringBuilder()).append('}').toString());
  }

  private void issue(Context ctx) throws IOException {
    Tickets.Issued ticket = door.ticket(Requests.request(ctx));
    StringBuilder json = new StringBuilder("{\"ticket\":");
    JsonText.quote(ticket.text(), json);
    json.append(",\"expiresAt\":").append(ticket.expiresAt());
    unstored(ctx, 201, json.append('}').toString());
  }

  /** An answer that no cache and no browser keeps. */
  private static void unstored(Context ctx, int status, String json) throws IOException {
    ctx.res().setHeader("Cache-Control", "no-store");
    Reply.json(ctx.res(), status, json);
  }

  /** A JSON object, still open. */
  private static StringBuilder open(StoredToken token, StringBuilder json) {
    JsonText.quote(token.id(), json.append("{\"id\":"));
    JsonText.quote(token.sub(), json.append(",\"sub\":"));
    json.append(",\"roles\":[");
    JsonList.append(token.roles(), json, role -> JsonText.quote(role, json));
    json.append(']');
    if (token.tenant() != null) {
      JsonText.quote(token.tenant(), json.append(",\"tenant\":"));
    }
    json.append(",\"claims\":").append(token.claims());
    JsonText.quote(token.note(), json.append(",\"note\":"));
    json.append(",\"createdAt\":").append(token.createdAt());
    if (token.expiresAt() != StoredToken.NEVER) {
      json.append(",\"expiresAt\":").append(token.expiresAt());
    }
    return token.revokedAt() == 0 ? json : json.append(",\"revokedAt\":").append(token.revokedAt());
  }
}
