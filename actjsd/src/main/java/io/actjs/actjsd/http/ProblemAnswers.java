package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.wire.Problem;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a request fails with into a problem document. */
public final class ProblemAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

  private ProblemAnswers() {}

  /**
   * @param pages are asked first where there is no route
   */
  static void register(JavalinConfig config, Pages pages) {
    config.http.prefer405over404 = true;
    config.routes.exception(
        ActjsException.class,
        (e, ctx) -> {
          if (mayStillCome(e.code())) {
            ctx.res().setHeader("Connection", "close");
          }
          write(ctx, of(e, Requests.request(ctx)));
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
    config.routes.exception(NotFoundResponse.class, (e, ctx) -> answer(ctx, pages));
    config.routes.exception(HttpResponseException.class, (e, ctx) -> write(ctx, noRoute(ctx)));
    config.routes.exception(
        HttpException.RuntimeException.class,
        (e, ctx) -> write(ctx, Problem.of(Requests.malformed())));
    config.routes.exception(
        IOException.class, (e, ctx) -> write(ctx, of(e, Requests.request(ctx))));
    config.routes.exception(Exception.class, (e, ctx) -> write(ctx, of(e, Requests.request(ctx))));
    config.router.javaLangErrorHandler(
        (response, error) -> {
          Request request = ServletContextResponse.getServletContextResponse(response).getRequest();
          write(response, FailedRequests.unforeseen(request, error));
        });
  }

  private static void answer(Context ctx, Pages pages) {
    try {
      boolean reads = HandlerType.GET.equals(ctx.method()) || HandlerType.HEAD.equals(ctx.method());
      if (!reads || !pages.answer(ctx)) {
        write(ctx, noRoute(ctx));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      write(ctx, Problem.of(Admission.stopping()));
    } catch (IOException | RuntimeException e) {
      write(ctx, of(e, Requests.request(ctx)));
    }
  }

  /** Whether the body of a request that fails so may still be on its way. */
  private static boolean mayStillCome(ProblemCode code) {
    return code == ProblemCode.RequestTimeout || code == ProblemCode.ShuttingDown;
  }

  /** Answers a request that has failed, without a thread that waits. */
  public static void write(Problem problem, Response response, Callback callback) {
    if (mayStillCome(problem.code())) {
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    }
    TransportErrors.write(problem, response, callback);
  }

  /** Says why the request failed, and logs what is not its own fault. */
  public static Problem of(Throwable failure, Request request) {
    return switch (failure) {
      case ActjsException e -> {
        if (e.getCause() != null && e.code().httpStatus() >= 500) {
          String name = RequestName.of(request);
          FailedRequests.log(FailedRequests.line(request), name, e);
          Map<String, String> members = new TreeMap<>(e.members());
          members.putAll(FailedRequests.members(name));
          yield new Problem(e.code(), e.detail(), members);
        }
        yield Problem.of(e);
      }
      case IOException e -> {
        // The client is gone, or has ended its side too early.
        LOG.debug("{} was interrupted", FailedRequests.line(request), e);
        yield new Problem(
            ProblemCode.SchemaInvalid, "the request ended before its body was complete");
      }
      default -> FailedRequests.unforeseen(request, failure);
    };
  }

  private static Problem noRoute(Context ctx) {
    return new Problem(
        ProblemCode.NotFound,
        "there is no route " + ctx.method() + " " + ctx.path() + "; the API is under /v1");
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
