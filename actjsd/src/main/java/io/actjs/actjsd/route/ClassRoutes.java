package io.actjs.actjsd.route;

import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.JsonList;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.RequestBody;
import io.actjs.actjsd.http.RequestTerms;
import io.actjs.actjsd.http.Requests;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Deprecation;
import io.actjs.model.ProblemCode;
import io.actjs.model.Promotion;
import io.actjs.model.PublishedClass;
import io.actjs.model.Sha256;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.loading.StateReview;
import io.actjs.wire.JsonText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The routes of published versions: publish, list, source, deprecate, promote. */
final class ClassRoutes {
  private static final String VERSIONS = "/v1/classes/{name}/versions";
  private static final String VERSION = VERSIONS + "/{version}";

  /** Milliseconds since 1970 of the year 9999. */
  private static final long MAX_TIME = 253_402_300_799_999L;

  private final ClassRegistry registry;
  private final StateReview review;
  private final AdminGate gate;
  private final RequestBody bodies;
  private final RequestBody publications;

  ClassRoutes(ActorRuntime runtime, AdminGate gate, RequestBody bodies, RequestBody publications) {
    this.registry = runtime.registry();
    this.review = runtime.stateReview();
    this.gate = gate;
    this.bodies = bodies;
    this.publications = publications;
  }

  void register(RoutesConfig routes) {
    routes.post(VERSIONS, gate.guarded(this::publish));
    routes.patch(VERSION, gate.guarded(this::deprecate));
    routes.post(VERSION + "/promote", gate.guarded(this::promote));
    HeadToo.get(routes, "/v1/classes", this::names);
    HeadToo.get(routes, VERSIONS, this::versions);
    HeadToo.get(routes, VERSION + "/source", this::source);
    HeadToo.get(routes, VERSION + "/schema", this::schema);
    HeadToo.get(routes, "/v1/environments", this::environments);
  }

  private void names(Context ctx) throws IOException {
    StringBuilder json = new StringBuilder("{\"classes\":[");
    JsonList.append(registry.names(), json, name -> JsonText.quote(name, json));
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private void versions(Context ctx) throws IOException {
    String name = ActorRef.requireClassName(ctx.pathParam("name"));
    Map<Version, List<String>> environments = environmentsOf(name);
    StringBuilder json = new StringBuilder("{\"name\":\"").append(name).append("\",\"versions\":[");
    JsonList.append(
        registry.versions(name),
        json,
        version ->
            ClassJson.append(
                version, environments.getOrDefault(version.ref().version(), List.of()), json));
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private Map<Version, List<String>> environmentsOf(String name) {
    return registry.promotions().stream()
        .filter(it -> it.ref().name().equals(name))
        .collect(
            Collectors.groupingBy(
                it -> it.ref().version(),
                Collectors.mapping(Promotion::environment, Collectors.toList())));
  }

  private void source(Context ctx) throws IOException {
    PublishedClass published = registry.get(ref(ctx));
    String etag = '"' + published.version().sha256() + '"';
    ctx.res().setHeader("ETag", etag);
    if (RequestTerms.has(Requests.request(ctx), etag)) {
      ctx.res().setStatus(304);
      return;
    }
    Reply.send(ctx.res(), 200, "text/plain;charset=utf-8", published.source());
  }

  private void schema(Context ctx) throws IOException {
    PublishedClass published = registry.get(ref(ctx));
    if (published.schemas().isEmpty()) {
      throw new ActjsException(
          ProblemCode.SchemaNotFound,
          "%s has no schemas: it was published without the type check, or by an older server"
              .formatted(published.ref()));
    }
    String etag = '"' + Sha256.of(published.schemas()) + '"';
    ctx.res().setHeader("ETag", etag);
    if (RequestTerms.has(Requests.request(ctx), etag)) {
      ctx.res().setStatus(304);
      return;
    }
    Reply.json(ctx.res(), 200, published.schemas());
  }

  private void publish(Context ctx, Principal principal) throws IOException {
    String name = ActorRef.requireClassName(ctx.pathParam("name"));
    PublishBody body = PublishBody.of(name, publications.arguments(Requests.request(ctx)));
    PublishReview states = new PublishReview(review, body);
    ClassVersion published =
        body.dryRun()
            ? registry.dryRun(body.request(), states)
            : registry.publish(body.request(), principal.sub(), states);
    StringBuilder json = open(published.ref());
    json.append(",\"sha256\":\"").append(published.sha256()).append('"');
    ClassJson.appendSignature(published.signedBy(), json);
    states.appendTo(json);
    json.append(body.dryRun() ? ",\"dryRun\":true}" : "}");
    Reply.json(ctx.res(), body.dryRun() ? 200 : 201, json.toString());
  }

  private void deprecate(Context ctx, Principal principal) throws IOException {
    ClassRef ref = ref(ctx);
    RequestMembers body = RequestMembers.of(bodies.arguments(Requests.request(ctx)));
    if (!body.flag("deprecated", false)) {
      throw RequestMembers.wrong(
          "\"deprecated\" must be true: a deprecation can be changed but not undone");
    }
    Long graceUntil = body.wholeNumber("graceUntilMs", 0, MAX_TIME);
    ClassVersion version =
        registry.deprecate(ref, graceUntil, body.optionalText("reason"), principal.sub());
    Deprecation deprecation = version.deprecation();
    assert deprecation != null;
    StringBuilder json = open(ref).append(",\"deprecated\":true");
    if (deprecation.graceUntil() != null) {
      json.append(",\"graceUntilMs\":").append(deprecation.graceUntil());
    }
    ClassJson.appendDeprecation(deprecation, json);
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private void promote(Context ctx, Principal principal) throws IOException {
    ClassRef ref = ref(ctx);
    RequestMembers body = RequestMembers.of(bodies.arguments(Requests.request(ctx)));
    Promotion promotion = registry.promote(ref, body.text("environment"), principal.sub());
    StringBuilder json = open(ref).append(",\"environment\":");
    JsonText.quote(promotion.environment(), json);
    json.append(",\"promotedAt\":").append(promotion.at());
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }

  private void environments(Context ctx) throws IOException {
    Map<String, Map<String, List<String>>> byName = new TreeMap<>();
    for (Promotion it : registry.promotions()) {
      byName
          .computeIfAbsent(it.environment(), key -> new TreeMap<>())
          .computeIfAbsent(it.ref().name(), key -> new ArrayList<>())
          .add(it.ref().version().toString());
    }
    StringBuilder json = new StringBuilder("{\"environments\":{");
    JsonList.append(
        byName.entrySet(),
        json,
        environment -> {
          JsonText.quote(environment.getKey(), json);
          ClassJson.appendLists(environment.getValue(), json.append(':'));
        });
    Reply.json(ctx.res(), 200, json.append("}}").toString());
  }

  private static ClassRef ref(Context ctx) {
    String name = ActorRef.requireClassName(ctx.pathParam("name"));
    return new ClassRef(name, Version.parse(ctx.pathParam("version")));
  }

  /** A JSON object with the members name and version, still open. */
  private static StringBuilder open(ClassRef ref) {
    return new StringBuilder("{\"name\":\"")
        .append(ref.name())
        .append("\",\"version\":\"")
        .append(ref.version())
        .append('"');
  }
}
