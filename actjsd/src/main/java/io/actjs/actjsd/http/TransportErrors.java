package io.actjs.actjsd.http;

import io.actjs.model.ProblemCode;
import io.actjs.wire.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Problem documents for requests that the HTTP server refuses before any route sees them. */
public final class TransportErrors extends ErrorHandler {
  private static final String CHALLENGE = "Bearer realm=\"actjs\"";
  private static final String OF_CAPABILITIES =
      "Capability realm=\"actjs\", error=\"invalid_token\"";

  private static final Set<Integer> CLOSING = Set.of(400, 408, 413, 414, 431, 501, 505);

  private final Supplier<CrossOrigin> crossOrigin;

  TransportErrors(Supplier<CrossOrigin> crossOrigin) {
    this.crossOrigin = crossOrigin;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String message = (String) request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    Problem problem = problem(response.getStatus(), message);
    if (problem.code() == ProblemCode.InternalError) {
      Throwable cause = (Throwable) request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
      problem =
          FailedRequests.unforeseen(request, cause == null ? new IOException(message) : cause);
    }
    crossOrigin.get().tell(request.getHeaders().get(HttpHeader.ORIGIN), response);
    RequestName.echo(request, response);
    if (!request.getConnectionMetaData().isPersistent() || CLOSING.contains(response.getStatus())) {
      // Where a request ends that could not be read, nobody knows.
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
    }
    write(problem, response, callback);
    return true;
  }

  /** Answers with a problem document. */
  public static void write(Problem problem, Response response, Callback callback) {
    LastAnswer.tell(response);
    if (problem.members().containsKey(FailedRequests.MEMBER)) {
      RequestName.tell(response.getRequest(), response);
    }
    response.setStatus(problem.code().httpStatus());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    String challenge = challenge(problem.code());
    if (challenge != null) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, challenge);
    }
    if (problem.hasRetryAfter()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, problem.retryAfter());
    }
    response.write(true, bytes(problem), callback);
  }

  /** How a client says who it is (RFC 9110, 11.6.1); null for a problem that is none of that. */
  static @Nullable String challenge(ProblemCode code) {
    if (code.httpStatus() != 401) {
      return null;
    }
    return code == ProblemCode.Unauthorized ? CHALLENGE : OF_CAPABILITIES;
  }

  private static Problem problem(int status, @Nullable String message) {
    String reason = message == null || message.isBlank() ? "" : ": " + message;
    return switch (status) {
      case 403 -> new Problem(ProblemCode.Forbidden, "refused" + reason);
      case 408 -> new Problem(ProblemCode.RequestTimeout, "the request came too slowly" + reason);
      case 404 -> new Problem(ProblemCode.NotFound, "no such route; the API is under /v1");
      case 413, 414, 431 ->
          new Problem(ProblemCode.PayloadTooLarge, "the URL or the headers are too long" + reason);
      case 501, 505 -> new Problem(ProblemCode.SchemaInvalid, "speak HTTP/1.1" + reason);
      case 503 -> new Problem(ProblemCode.ShuttingDown, "the server is stopping");
      default ->
          status >= 500
              ? new Problem(ProblemCode.InternalError, "see the server log")
              : new Problem(ProblemCode.SchemaInvalid, "not a valid HTTP request" + reason);
    };
  }

  private static ByteBuffer bytes(Problem problem) {
    return ByteBuffer.wrap(problem.toJson().getBytes(StandardCharsets.UTF_8));
  }
}
