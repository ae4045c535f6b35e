package io.actjs.actjsd.http;

import io.javalin.http.Context;
import java.io.IOException;

/**
 * What is answered where the server has no route: for authors, never in production. Nobody is asked
 * who they are.
 */
public interface Pages {
  /** There are none. */
  Pages NONE = ctx -> false;

  /**
   * Answers a request for a path of which the server knows nothing, GET or HEAD.
   *
   * @return false, with nothing written, when there is no such page
   * @throws io.actjs.model.ActjsException a problem, with which the request is answered
   * @throws IOException when the client is gone
   */
  boolean answer(Context ctx) throws IOException, InterruptedException;
}
