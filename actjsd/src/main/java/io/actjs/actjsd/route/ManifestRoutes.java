package io.actjs.actjsd.route;

import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.Requests;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Manifest;
import io.actjs.model.ManifestUse;
import io.actjs.model.ProblemCode;
import io.actjs.registry.Manifests;
import io.actjs.registry.Manifests.Constraint;
import io.actjs.registry.Manifests.Requirement;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The routes of manifests: resolve, register, show, in use. */
final class ManifestRoutes {
  private static final String MANIFEST = "/v1/manifest";

  private final Manifests manifests;
  private final AdminGate gate;
  private final RequestBody bodies;

  ManifestRoutes(Manifests manifests, AdminGate gate, RequestBody bodies) {
    this.manifests = manifests;
    this.gate = gate;
    this.bodies = bodies;
  }

  void register(RoutesConfig routes) {
    HeadToo.get(routes, MANIFEST, this::resolve);
    routes.post(MANIFEST, gate.guarded((ctx, principal) -> store(ctx)));
    HeadToo.get(routes, MANIFEST + "/{sha}", this::show);
    HeadToo.get(routes, "/v1/admin/manifests/in-use", gate.guarded((ctx, principal) -> inUse(ctx)));
  }

  private void resolve(Context ctx) throws IOException {
    List<Requirement> requirements =
        Stream.of("root", "dep")
            .flatMap(kind -> ctx.queryParams(kind).stream())
            .map(ManifestRoutes::requirement)
            .toList();
    if (requirements.isEmpty()) {
      throw RequestMembers.wrong("at least one ?root=Name@range or ?dep=Name@range is required");
    }
    Manifests.Resolution resolution = manifests.resolve(requirements, ctx.queryParam("env"));
    StringBuilder json = open(resolution.manifest()).append(",\"constraints\":{");
    JsonList.append(
        resolution.constraints().entrySet(),
        json,
        entry -> {
          JsonText.quote(entry.getKey(), json);
          json.append(":[");
          JsonList.append(entry.getValue(), json, constraint -> append(constraint, json));
          json.append(']');
        });
    Reply.json(ctx.res(), 200, json.append("}}").toString());
  }

  private static Requirement requirement(String text) {
    int at = text.indexOf('@');
    if (at <= 0 || at == text.length() - 1 || !ActorRef.isName(text.substring(0, at))) {
      throw RequestMembers.wrong(
          "malformed root or dep \"" + text + "\": write Name@range, such as Cart@^1.2.0");
    }
    return new Requirement(text.substring(0, at), text.substring(at + 1));
  }

  private static void append(Constraint constraint, StringBuilder json) {
    JsonText.quote(constraint.range(), json.append("{\"range\":"));
    json.append(",\"path\":[");
    JsonList.append(constraint.path(), json, step -> JsonText.quote(step, json));
    json.append("]}");
  }

  private void store(Context ctx) throws IOException {
    RequestMembers body = RequestMembers.of(bodies.arguments(Requests.request(ctx)));
    if (!body.has("resolved")) {
      throw RequestMembers.wrong("the body needs the object \"resolved\": class name to version");
    }
    Manifest manifest = manifests.register(body.texts("resolved"));
    Reply.json(ctx.res(), 201, open(manifest).append('}').toString());
  }

  private void show(Context ctx) throws IOException {
    Manifest manifest = manifests.get(Pins.requireSha(ctx.pathParam("sha")));
    Reply.json(ctx.res(), 200, open(manifest).append('}').toString());
  }

  private void inUse(Context ctx) throws IOException {
    Manifests.Uses uses = manifests.uses();
    StringBuilder json = new StringBuilder("{\"entries\":[");
    JsonList.append(uses.entries(), json, use -> append(use, json));
    json.append("],\"otherCount\":").append(uses.otherCount());
    json.append(",\"otherLastSeen\":").append(uses.otherLastSeen());
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private void append(ManifestUse use, StringBuilder json) {
    json.append("{\"sha\":\"").append(use.sha());
    json.append("\",\"count\":").append(use.count());
    json.append(",\"lastSeen\":").append(use.lastSeen());
    try {
      json.append(",\"resolved\":").append(manifests.get(use.sha()).canonical());
    } catch (ActjsException e) {
      if (e.code() != ProblemCode.ManifestUnknown) {
        throw e;
      }
      // It was counted and is not stored any more: then it is listed without its versions.
    }
    json.append('}');
  }

  /** A JSON object with the members sha256 and resolved, still open. */
  private static StringBuilder open(Manifest manifest) {
    return new StringBuilder("{\"sha256\":\"")
        .append(manifest.sha())
        .append("\",\"resolved\":")
        .append(manifest.canonical());
  }
}
