package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.policy.FaultBudget;
import io.actjs.wire.JsonText;
import io.actjs.wire.Problem;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs requests that failed through no fault of their own. A failure of the store affects every
 * request: it takes one line, and not for each of them, or the log would fill a disk that is
 * already full. The log belongs to the process, and so does the limit.
 */
public final class FailedRequests {
  private static final Logger LOG = LoggerFactory.getLogger(FailedRequests.class);

  /** Under which a line has the name of its request. */
  static final String NAME = "request";

  /** The member of a problem that says under which name it is in the log. */
  public static final String MEMBER = "requestId";

  public static final String UNFORESEEN =
      "the server failed; its log has the reason under this requestId";

  private static final FaultBudget STORE = new FaultBudget(Clock.SYSTEM);

  private FailedRequests() {}

  /** What a client is told of a failure that nobody foresaw: where to find it, and no more. */
  public static Problem unforeseen(Request request, Throwable failure) {
    String name = RequestName.of(request);
    named(name).setCause(failure).log("{} failed", line(request));
    return new Problem(ProblemCode.InternalError, UNFORESEEN, members(name));
  }

  /** Says what was asked for, without what stands in the query. */
  static String line(Request request) {
    return request.getMethod() + " " + request.getHttpURI().getPath();
  }

  /** That member. */
  public static Map<String, String> members(String name) {
    return Map.of(MEMBER, JsonText.quote(name));
  }

  /**
   * @param request what it was
   * @param name of the request
   */
  public static void log(String request, String name, ActjsException e) {
    switch (e.code()) {
      case StorageFull, StorageUnavailable -> {
        String line = ofStore(STORE, request, e);
        if (line != null) {
          named(name).log(line);
        }
      }
      default -> named(name).setCause(e.getCause()).log("{} failed: {}", request, e.detail());
    }
  }

  private static LoggingEventBuilder named(String name) {
    return LOG.atError().addKeyValue(NAME, name);
  }

  /** The line for a failure of the store; null when there were too many. */
  static @Nullable String ofStore(FaultBudget budget, String request, ActjsException e) {
    if (!budget.take()) {
      return null;
    }
    long leftOut = budget.leftOut();
    String more = leftOut == 0 ? "" : " (" + leftOut + " failures before it are not shown)";
    return request + " failed: " + e.detail() + more;
  }
}
