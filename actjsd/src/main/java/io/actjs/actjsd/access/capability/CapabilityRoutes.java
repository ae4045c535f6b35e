package io.actjs.actjsd.access.capability;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.route.AdminGate;
import io.actjs.actjsd.route.RequestMembers;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.policy.capability.Capabilities;
import io.actjs.policy.capability.CapabilityRules;
import io.actjs.policy.capability.CapabilityTerms;
import io.actjs.policy.capability.Minted;
import io.actjs.policy.capability.MintingKey;
import io.actjs.registry.ClassRegistry;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The routes of capabilities: mint, inspect, revoke, and those of their keys. */
public final class CapabilityRoutes {
  private static final String CAPABILITIES = "/v1/admin/capabilities";
  private static final String REVOCATIONS = "/v1/admin/capability-revocations";
  private static final String KEYS = "/v1/admin/capability-keys";
  private static final Set<String> TERMS =
      Set.of("class", "id", "methods", "grants", "ttlMs", "audience");
  private static final long USUAL_MS = 3_600_000;

  private final Capabilities capabilities;
  private final ClassRegistry registry;
  private final CapabilityVerifier verifier;
  private final AdminGate gate;
  private final RequestBody bodies;

  public CapabilityRoutes(
      Capabilities capabilities, ClassRegistry registry, AdminGate gate, RequestBody bodies) {
    this.capabilities = capabilities;
    this.registry = registry;
    this.verifier = new CapabilityVerifier(capabilities);
    this.gate = gate;
    this.bodies = bodies;
  }

  public void register(RoutesConfig routes) {
    routes.post(CAPABILITIES, gate.guarded(this::mint));
    routes.post(CAPABILITIES + "/inspect", gate.guarded((ctx, principal) -> inspect(ctx)));
    HeadToo.get(routes, REVOCATIONS, gate.guarded((ctx, principal) -> revocations(ctx)));
    routes.post(REVOCATIONS, gate.guarded(this::revoke));
    HeadToo.get(routes, KEYS, gate.guarded((ctx, principal) -> keys(ctx)));
    routes.post(KEYS, gate.guarded(this::rotate));
    routes.delete(KEYS + "/{kid}", gate.guarded(this::retire));
  }

  private RequestMembers body(Context ctx, Set<String> members) throws IOException {
    RequestMembers body = RequestMembers.of(bodies.arguments(Requests.request(ctx)));
    body.requireNoneBut(members);
    return body;
  }

  private void mint(Context ctx, Principal principal) throws IOException {
    RequestMembers body = body(ctx, TERMS);
    ActorRef actor = new ActorRef(body.text("class"), body.text("id"));
    Long ttlMs = body.wholeNumber("ttlMs", 1, CapabilityRules.LIMIT_MS);
    long usual = Math.min(USUAL_MS, capabilities.rules().longestMs());
    CapabilityTerms terms =
        new CapabilityTerms(
            actor,
            body.textList("methods"),
            body.textList("grants"),
            body.optionalText("audience"),
            Objects.requireNonNullElse(ttlMs, usual));
    requireHandlers(terms);
    Minted minted = capabilities.mint(terms, principal.sub(), "admin");
    StringBuilder json = new StringBuilder("{\"token\":");
    JsonText.quote(minted.token(), json);
    JsonText.quote(minted.jti(), json.append(",\"jti\":"));
    JsonText.quote(minted.kid(), json.append(",\"kid\":"));
    json.append(",\"expiresAt\":").append(minted.expiresAt());
    Reply.json(ctx.res(), 201, json.append('}').toString());
  }

  /** A method that some version of the class handles: which of them will run is decided later. */
  private void requireHandlers(CapabilityTerms terms) {
    String name = terms.actor().className();
    if (registry.latest(name) == null) {
      throw new ActjsException(ProblemCode.UnknownClass, "no class \"" + name + "\" is published");
    }
    for (String method : terms.methods()) {
      if (registry.versions(name).stream()
          .noneMatch(version -> version.shape().handlers().contains(method))) {
        throw new ActjsException(
            ProblemCode.UnknownMethod,
            "no version of " + name + " has a handler \"" + method + "\"");
      }
    }
  }

  private void inspect(Context ctx) throws IOException {
    String token = body(ctx, Set.of("token")).text("token");
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    try {
      var unused = verifier.verify(token, Clock.SYSTEM.nowMs());
      json.put("valid", true);
    } catch (ActjsException e) {
      json.put("valid", false).put("code", e.code().name()).put("detail", e.detail());
    }
    CapabilityVerifier.Signed signed = verifier.signedOrNull(token);
    if (signed != null) {
      json.put("kid", signed.key().kid()).set("claims", signed.claims());
    }
    Reply.json(ctx.res(), 200, json.toString());
  }

  private void revocations(Context ctx) throws IOException {
    StringBuilder json = new StringBuilder("{\"revocations\":[");
    JsonList.append(
        capabilities.revocations(),
        json,
        each -> {
          JsonText.quote(each.jti(), json.append("{\"jti\":"));
          json.append(",\"until\":").append(each.until()).append('}');
        });
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  /** Of a token that is given, its own end is known; of an id, that no capability lasts longer. */
  private void revoke(Context ctx, Principal principal) throws IOException {
    RequestMembers body = body(ctx, Set.of("jti", "token"));
    String token = body.optionalText("token");
    String jti = body.optionalText("jti");
    if ((token == null) == (jti == null)) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "the body needs one of \"jti\" and \"token\"");
    }
    Long until = null;
    if (token != null) {
      CapabilityVerifier.Signed signed = verifier.signedOrNull(token);
      if (signed == null) {
        throw new ActjsException(
            ProblemCode.SchemaInvalid, "\"token\" is no capability of this server");
      }
      jti = signed.jti();
      until = signed.expiresAt();
    }
    boolean fresh = capabilities.revoke(Objects.requireNonNull(jti), until, principal.sub());
    StringBuilder json = new StringBuilder("{\"jti\":");
    JsonText.quote(jti, json);
    Reply.json(ctx.res(), 200, json.append(",\"fresh\":").append(fresh).append('}').toString());
  }

  private void keys(Context ctx) throws IOException {
    StringBuilder json = new StringBuilder("{\"keys\":[");
    JsonList.append(List.copyOf(capabilities.keys()), json, key -> append(key, json));
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private void rotate(Context ctx, Principal principal) throws IOException {
    Reply.json(ctx.res(), 201, text(capabilities.rotate(principal.sub())));
  }

  private void retire(Context ctx, Principal principal) throws IOException {
    MintingKey key = capabilities.retire(ctx.pathParam("kid"), principal.sub());
    Reply.json(ctx.res(), 200, text(key));
  }

  private static String text(MintingKey key) {
    return append(key, new StringBuilder()).toString();
  }

  /** Its public part, as a JSON Web Key has it. */
  private static StringBuilder append(MintingKey key, StringBuilder json) {
    JsonText.quote(key.kid(), json.append("{\"kid\":"));
    byte[] x = key.stored().publicKey().toArray();
    json.append(",\"x\":\"").append(Base64.getUrlEncoder().withoutPadding().encodeToString(x));
    json.append("\",\"createdAt\":").append(key.stored().createdAt());
    if (!key.isLive()) {
      json.append(",\"retiredAt\":").append(key.stored().retiredAt());
    }
    return json.append('}');
  }
}
