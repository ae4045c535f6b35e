package io.actjs.actjsd.api;

import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.Pin;
import io.actjs.actjsd.http.Pins;
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
    HeadToo.get(routes, "/openapi.json", ctx -> send(ctx, documents.routes(pin(ctx)).json()));
    HeadToo.get(routes, "/asyncapi.json", ctx -> send(ctx, documents.events()));
    HeadToo.get(routes, "/docs", this::page);
  }

  private Pin pin(Context ctx) {
    return pins.of(Requests.request(ctx), Requests.response(ctx));
  }

  private static void send(Context ctx, Document document) throws IOException {
    document.send(ctx.res(), ctx.req().getHeader("If-None-Match"));
  }

  private void page(Context ctx) throws IOException {
    ctx.res().setHeader("Content-Security-Policy", ReadablePage.POLICY);
    ctx.res().setHeader("X-Content-Type-Options", "nosniff");
    send(ctx, documents.routes(pin(ctx)).page());
  }
}
