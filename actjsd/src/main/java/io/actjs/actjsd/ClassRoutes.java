package io.actjs.actjsd;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.PublishRequest;
import io.actjs.wire.JsonText;
import io.actjs.wire.RawJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The routes under {@code /v1/classes}: publish, list, source. */
final class ClassRoutes {
  private static final String VERSIONS = "/v1/classes/{name}/versions";

  /**
   * Members of a publish request that would change what is published, with the values that change
   * nothing. Dropping another value silently would publish something else than what was asked for.
   */
  private static final Map<String, Set<String>> UNSUPPORTED =
      Map.of(
          "deps", Set.of("{}", "null"),
          "engines", Set.of("{}", "null"),
          "floating", Set.of("false", "null"),
          "eventSourced", Set.of("false", "null"),
          "signature", Set.of("null"),
          "kid", Set.of("null"),
          "durability", Set.of("null"));

  private final ClassRegistry registry;
  private final int bodyLimit;

  ClassRoutes(ClassRegistry registry, int bodyLimit) {
    this.registry = registry;
    this.bodyLimit = bodyLimit;
  }

  void register(RoutesConfig routes) {
    routes.post(VERSIONS, this::publish);
    HeadToo.get(routes, "/v1/classes", this::names);
    HeadToo.get(routes, VERSIONS, this::versions);
    HeadToo.get(routes, VERSIONS + "/{version}/source", this::source);
  }

  private void names(Context ctx) throws IOException {
    StringBuilder json = new StringBuilder("{\"classes\":[");
    appendAll(registry.names(), name -> JsonText.quote(name, json), json);
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private void versions(Context ctx) throws IOException {
    String name = ActorRef.requireClassName(ctx.pathParam("name"));
    StringBuilder json = new StringBuilder("{\"name\":\"").append(name).append("\",\"versions\":[");
    appendAll(registry.versions(name), version -> appendVersion(version, json), json);
    Reply.json(ctx.res(), 200, json.append("]}").toString());
  }

  private static void appendVersion(ClassVersion published, StringBuilder json) {
    json.append("{\"name\":\"").append(published.ref().name());
    json.append("\",\"version\":\"").append(published.ref().version());
    json.append("\",\"sourceSha256\":\"").append(published.sha256());
    json.append("\",\"deps\":{},\"engines\":{},\"publishedAt\":").append(published.publishedAt());
    json.append(",\"floating\":false,\"eventSourced\":");
    json.append(published.shape().kind() == ClassKind.EVENTS);
    json.append(",\"kind\":\"").append(published.shape().kind());
    json.append("\",\"durability\":\"").append(published.shape().durability());
    json.append("\",\"handlers\":[");
    appendAll(published.shape().handlers(), handler -> JsonText.quote(handler, json), json);
    json.append("]}");
  }

  private void source(Context ctx) throws IOException {
    String name = ActorRef.requireClassName(ctx.pathParam("name"));
    Version version = Version.parse(ctx.pathParam("version"));
    PublishedClass published = registry.get(new ClassRef(name, version));
    String etag = '"' + published.version().sha256() + '"';
    ctx.res().setHeader("ETag", etag);
    if (etag.equals(ctx.req().getHeader("If-None-Match"))) {
      ctx.res().setStatus(304);
      return;
    }
    Reply.send(ctx.res(), 200, "text/plain;charset=utf-8", published.source());
  }

  private void publish(Context ctx) throws IOException {
    String name = ActorRef.requireClassName(ctx.pathParam("name"));
    Map<String, String> body = RawJson.members(RequestBody.arguments(ctx.req(), bodyLimit));
    body.forEach(ClassRoutes::requireSupported);
    PublishRequest request = PublishRequest.of(name, text(body, "version"), text(body, "source"));
    ClassVersion published =
        registry.publish(check(body) ? request : request.unchecked(), "anonymous");
    StringBuilder json = new StringBuilder("{\"name\":\"").append(published.ref().name());
    json.append("\",\"version\":\"").append(published.ref().version());
    json.append("\",\"sha256\":\"").append(published.sha256()).append("\"}");
    Reply.json(ctx.res(), 201, json.toString());
  }

  private static void requireSupported(String member, String raw) {
    Set<String> harmless = UNSUPPORTED.get(member);
    if (harmless != null && !harmless.contains(raw.replaceAll("\\s", ""))) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "\"" + member + "\" is not supported yet; leave it out");
    }
  }

  private static String text(Map<String, String> body, String member) {
    String raw = body.get(member);
    String text = raw == null ? null : RawJson.stringValue(raw);
    if (text == null) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "the body needs the string member \"" + member + "\"");
    }
    return text;
  }

  private static boolean check(Map<String, String> body) {
    return switch (body.getOrDefault("check", "true")) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ActjsException(ProblemCode.SchemaInvalid, "\"check\" must be true or false");
    };
  }

  private static <T> void appendAll(List<T> items, Consumer<T> append, StringBuilder json) {
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        json.append(',');
      }
      append.accept(items.get(i));
    }
  }
}
