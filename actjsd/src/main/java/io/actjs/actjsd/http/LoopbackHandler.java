package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.wire.Problem;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Admits only requests allowed by {@link LoopbackGuard}, before any route or upgrade sees them. */
final class LoopbackHandler extends Handler.Wrapper {

  LoopbackHandler(Handler next) {
    super(next);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpFields headers = request.getHeaders();
    try {
      LoopbackGuard.check(headers.get(HttpHeader.HOST), headers.get(HttpHeader.ORIGIN));
    } catch (ActjsException e) {
      TransportErrors.write(Problem.of(e), response, callback);
      return true;
    }
    return super.handle(request, response, callback);
  }
}
