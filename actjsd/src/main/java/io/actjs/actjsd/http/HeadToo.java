package io.actjs.actjsd.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Registers a GET route that answers HEAD with the same status and headers. */
public final class HeadToo {
  private HeadToo() {}

  public static void get(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }
}
