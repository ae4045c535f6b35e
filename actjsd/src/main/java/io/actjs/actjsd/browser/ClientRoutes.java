package io.actjs.actjsd.browser;

import io.actjs.actjsd.encoding.AcceptedEncoding;
import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.RequestTerms;
import io.actjs.actjsd.http.Requests;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.server.Request;

/**
 * The client as a module that a page imports. Anybody may have it: it is the same for all, and a
 * browser sends no credential for a module.
 */
public final class ClientRoutes {
  /** Where the client of this server is, whichever version that is. */
  public static final String CURRENT = "/client/" + ClientFiles.MAIN;

  /** Where a module is whose name has its hash, so that it never changes. */
  public static final String HASHED = "/client/{file}";

  private static final String MEDIA_TYPE = "text/javascript;charset=utf-8";
  private static final String ASK_AGAIN = "no-cache";
  private static final String FOR_A_YEAR = "public, max-age=31536000, immutable";

  private final ClientFiles files = ClientFiles.load();

  public void register(RoutesConfig routes) {
    HeadToo.get(routes, CURRENT, ctx -> send(ctx, files.main(), ASK_AGAIN));
    HeadToo.get(routes, HASHED, ctx -> send(ctx, require(ctx.pathParam("file")), FOR_A_YEAR));
  }

  private ClientFiles.File require(String name) {
    ClientFiles.File file = files.get(name);
    if (file == null) {
      throw new ActjsException(
          ProblemCode.NotFound,
          "this server has no file of the client with that name; the client is at " + CURRENT);
    }
    return file;
  }

  private static void send(Context ctx, ClientFiles.File file, String caching) throws IOException {
    Request request = Requests.request(ctx);
    HttpServletResponse response = ctx.res();
    boolean gzip = AcceptedEncoding.gzip(request);
    String etag = '"' + file.hash + '"';
    response.setHeader("ETag", gzip ? "W/" + etag : etag);
    response.setHeader("Cache-Control", caching);
    response.addHeader("Vary", "Accept-Encoding");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (RequestTerms.has(request, etag)) {
      response.setStatus(304);
      return;
    }
    byte[] body = gzip ? file.gzip : file.plain;
    if (gzip) {
      response.setHeader("Content-Encoding", "gzip");
    }
    response.setContentType(MEDIA_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
