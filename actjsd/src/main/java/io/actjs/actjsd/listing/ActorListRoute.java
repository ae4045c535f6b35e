package io.actjs.actjsd.listing;

import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.Reply;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.listing.ActorPage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** {@code GET /v1/actors}: stored actors, by class, tag, version and more, page by page. */
public final class ActorListRoute {
  private final ActorRuntime runtime;

  public ActorListRoute(ActorRuntime runtime) {
    this.runtime = runtime;
  }

  public void register(RoutesConfig routes) {
    HeadToo.get(routes, "/v1/actors", this::list);
  }

  private void list(Context ctx) throws IOException {
    ActorQuery query = ActorQuery.of(ctx);
    ActorPage page = runtime.list(query.filter(), query.after(), query.limit());
    StringBuilder json = new StringBuilder("{\"actors\":[");
    String comma = "";
    for (ActorPage.Listed actor : page.actors()) {
      HeadJson.open(actor.head(), json.append(comma));
      json.append(",\"active\":").append(actor.active()).append('}');
      comma = ",";
    }
    json.append(']');
    if (page.next() != null) {
      json.append(",\"next\":\"").append(ActorCursor.text(page.next())).append('"');
    }
    Reply.json(ctx.res(), 200, json.append('}').toString());
  }
}
