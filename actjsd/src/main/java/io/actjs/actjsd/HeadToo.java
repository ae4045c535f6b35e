package io.actjs.actjsd;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Registers a GET route that answers HEAD with the same status and headers. */
final class HeadToo {
  private HeadToo() {}

  static void get(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }
}
