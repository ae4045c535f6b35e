package io.actjs.actjsd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.policy.FaultBudget;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A store that fails every request does not fill the log. */
class FailedRequestsTest {
  private final ActjsException full =
      new ActjsException(ProblemCode.StorageFull, "make room", new IllegalStateException("cause"));

  @Test
  void aFullDiskIsSaidInFewLinesAndTheRestIsCounted() {
    AtomicLong now = new AtomicLong();
    FaultBudget budget = new FaultBudget(now::get);
    long said =
        IntStream.range(0, 10_000)
            .mapToObj(i -> FailedRequests.ofStore(budget, "POST /x", full))
            .filter(Objects::nonNull)
            .count();
    assertTrue(said > 0 && said < 100, () -> said + " lines");
    now.set(1_000);
    assertEquals(
        "POST /x failed: make room (" + (10_000 - said) + " failures before it are not shown)",
        FailedRequests.ofStore(budget, "POST /x", full));
  }
}
