package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.policy.FaultBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs requests that failed through no fault of their own. A failure of the store affects every
 * request: it takes one line, and not for each of them, or the log would fill a disk that is
 * already full. The log belongs to the process, and so does the limit.
 */
public final class FailedRequests {
  private static final Logger LOG = LoggerFactory.getLogger(FailedRequests.class);
  private static final FaultBudget STORE = new FaultBudget(Clock.SYSTEM);

  private FailedRequests() {}

  public static void log(String request, ActjsException e) {
    switch (e.code()) {
      case StorageFull, StorageUnavailable -> {
        String line = ofStore(STORE, request, e);
        if (line != null) {
          LOG.error(line);
        }
      }
      default -> LOG.error("{} failed: {}", request, e.detail(), e.getCause());
    }
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
