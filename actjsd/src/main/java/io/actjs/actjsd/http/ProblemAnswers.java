package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.wire.Problem;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a route throws into a problem document. */
final class ProblemAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

  private ProblemAnswers() {}

  static void register(JavalinConfig config) {
    config.http.prefer405over404 = true;
    config.routes.exception(
        ActjsException.class,
        (e, ctx) -> {
          if (e.code() == ProblemCode.RequestTimeout) {
            // The rest of the request may still come.
            ctx.res().setHeader("Connection", "close");
          }
          write(ctx, of(e, ctx));
        });
    config.routes.exception(
        MethodNotAllowedResponse.class,
        (e, ctx) -> {
          String allowed = e.getDetails().values().stream().findFirst().orElse("");
          ctx.res().setHeader("Allow", allowed);
          write(
              ctx,
              new Problem(
                  ProblemCode.MethodNotAllowed,
                  ctx.path() + " takes " + allowed + ", not " + ctx.method()));
        });
    config.routes.exception(NotFoundResponse.class, (e, ctx) -> write(ctx, noRoute(ctx)));
    config.routes.exception(HttpResponseException.class, (e, ctx) -> write(ctx, noRoute(ctx)));
    config.routes.exception(
        HttpException.RuntimeException.class,
        (e, ctx) ->
            write(
                ctx,
                new Problem(
                    ProblemCode.SchemaInvalid,
                    "the query string is malformed; percent-encode it as UTF-8")));
    config.routes.exception(IOException.class, (e, ctx) -> write(ctx, ofBrokenConnection(e, ctx)));
    config.routes.exception(Exception.class, (e, ctx) -> write(ctx, ofBug(e, ctx)));
    config.router.javaLangErrorHandler(
        (response, error) -> {
          LOG.error("a request failed", error);
          write(response, new Problem(ProblemCode.InternalError, "see the server log"));
        });
  }

  private static Problem of(ActjsException e, Context ctx) {
    if (e.getCause() != null && e.code().httpStatus() >= 500) {
      FailedRequests.log(ctx.method() + " " + ctx.path(), RequestName.of(ctx.req()), e);
    }
    return Problem.of(e);
  }

  private static Problem noRoute(Context ctx) {
    return new Problem(
        ProblemCode.NotFound,
        "there is no route " + ctx.method() + " " + ctx.path() + "; the API is under /v1");
  }

  /** Reading or writing failed: the client is gone, or has ended its side too early. */
  private static Problem ofBrokenConnection(IOException e, Context ctx) {
    LOG.debug("{} {} was interrupted", ctx.method(), ctx.path(), e);
    return new Problem(ProblemCode.SchemaInvalid, "the request ended before its body was complete");
  }

  private static Problem ofBug(Exception e, Context ctx) {
    LOG.atError()
        .addKeyValue(FailedRequests.NAME, RequestName.of(ctx.req()))
        .setCause(e)
        .log("{} {} failed", ctx.method(), ctx.path());
    return new Problem(ProblemCode.InternalError, "see the server log");
  }

  private static void write(Context ctx, Problem problem) {
    write(ctx.res(), problem);
  }

  private static void write(HttpServletResponse response, Problem problem) {
    try {
      if (!response.isCommitted()) {
        response.resetBuffer();
        Reply.problem(response, problem);
      }
    } catch (IOException e) {
      LOG.debug("cannot send the answer: {}", problem.detail(), e);
    }
  }
}
