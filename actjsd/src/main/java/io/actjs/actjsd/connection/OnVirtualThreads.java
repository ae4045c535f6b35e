package io.actjs.actjsd.connection;

import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;

/** Passes requests on, each on a virtual thread of its own, which may wait. */
public final class OnVirtualThreads extends Handler.Wrapper {
  public OnVirtualThreads(Handler next) {
    super(next);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Executor threads = VirtualThreads.getVirtualThreadsExecutor(getServer().getThreadPool());
    assert threads != null;
    threads.execute(() -> handleHere(request, response, callback));
    return true;
  }

  private void handleHere(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable e) {
      // As Jetty does with what is thrown on its own threads.
      Response.writeError(request, response, callback, e);
    }
  }
}
