package io.actjs.actjsd.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.Pin;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.http.Reply;
import io.actjs.actjsd.http.Requests;
import io.actjs.registry.ClassRegistry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** The routes of the documents that describe the server, and of the page to read them. */
public final class DescriptionRoutes {
  private final ApiDocuments documents;
  private final Pins pins;

  public DescriptionRoutes(ClassRegistry registry, Pins pins) {
    this.documents = new ApiDocuments(registry);
    this.pins = pins;
  }

  public void register(RoutesConfig routes) {
    HeadToo.get(routes, "/openapi.json", ctx -> send(ctx, documents.routes(pin(ctx))));
    HeadToo.get(routes, "/asyncapi.json", ctx -> send(ctx, documents.events()));
    HeadToo.get(routes, "/docs", this::page);
  }

  private Pin pin(Context ctx) {
    return pins.of(Requests.request(ctx), Requests.response(ctx));
  }

  private static void send(Context ctx, ApiDocuments.Text document) throws IOException {
    ctx.res().setHeader("ETag", document.etag());
    if (document.etag().equals(ctx.req().getHeader("If-None-Match"))) {
      ctx.res().setStatus(304);
      return;
    }
    Reply.json(ctx.res(), 200, document.json());
  }

  private void page(Context ctx) throws IOException {
    String json = documents.routes(pin(ctx)).json();
    ctx.res().setHeader("Content-Security-Policy", ReadablePage.POLICY);
    ctx.res().setHeader("X-Content-Type-Options", "nosniff");
    Reply.send(ctx.res(), 200, "text/html;charset=utf-8", page(json));
  }

  private static String page(String json) {
    try {
      return ReadablePage.of(DescriptionFiles.JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the document of the routes is not JSON", e);
    }
  }
}
