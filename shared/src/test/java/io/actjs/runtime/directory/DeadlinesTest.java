package io.actjs.runtime.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Reply;
import io.actjs.testkit.ManualClock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final long TICK = 20;
  private static final long WAIT = 1_000;

  private final ManualClock clock = new ManualClock(50_000);
  private final DeadlineWheel wheel = new DeadlineWheel(TICK, clock.steadyMs());
  private final KeptDeliveries directory = new KeptDeliveries();
  private @Nullable String outage;
  private final Deadlines deadlines = new Deadlines(wheel, clock, () -> outage);
  private final Reply<@Nullable String> reply = Reply.ofCall();
  private final Delivery call =
      Delivery.of(
          Envelope.call(Deliveries.ACTOR, "add", "[]", Headers.NONE.waiting(WAIT)),
          null,
          reply,
          clock.steadyMs());

  private void pass(long ms) {
    clock.advance(ms);
    wheel.advance(clock.steadyMs());
  }

  private static ActjsException failure(CompletableFuture<?> future) {
    Throwable cause = assertThrows(CompletionException.class, future::join).getCause();
    return assertInstanceOf(ActjsException.class, cause);
  }

  @Test
  void aCallThatIsLateFailsAndIsAbandoned() {
    deadlines.deliver(directory, call, reply);
    assertEquals(List.of(call), directory.delivered);
    pass(WAIT);
    assertFalse(reply.isDone());
    pass(TICK);
    assertEquals(ProblemCode.CallTimeout, failure(reply).code());
    assertEquals(
        "add of Counter/a did not answer within 1000 ms; it is unknown whether it took effect",
        failure(reply).detail());
    assertEquals(List.of(call), directory.abandoned);
  }

  @Test
  void aCallThatIsAnsweredInTimeIsNot() {
    deadlines.deliver(directory, call, reply);
    call.answer(new Answer.Result("1", Deliveries.RAN));
    pass(2 * WAIT);
    assertEquals("1", reply.join());
    assertEquals(List.of(), directory.abandoned);
  }

  @Test
  void aDeliveryThatGoesLaterIsOnlyTimed() {
    deadlines.arm(directory, call, reply);
    assertEquals(List.of(), directory.delivered);
    pass(WAIT + TICK);
    assertTrue(reply.isCompletedExceptionally());
  }

  @Test
  void lateWhileStorageIsAwayIsStoragesFault() {
    outage = "no connection";
    deadlines.deliver(directory, call, reply);
    pass(WAIT + TICK);
    assertEquals(ProblemCode.StorageUnavailable, failure(reply).code());
    assertTrue(failure(reply).detail().endsWith(": no connection"));
  }

  @Test
  void anythingElseThatSomebodyWaitsForHasADeadlineToo() {
    CompletableFuture<String> late = new CompletableFuture<>();
    CompletableFuture<String> inTime = new CompletableFuture<>();
    deadlines.arm("the backup", late, WAIT);
    deadlines.arm("the backup", inTime, WAIT);
    assertTrue(inTime.complete("done"));
    pass(WAIT + TICK);
    assertEquals(ProblemCode.CallTimeout, failure(late).code());
    assertTrue(failure(late).detail().startsWith("the backup did not answer within 1000 ms"));
    assertEquals("done", inTime.join());
  }
}
