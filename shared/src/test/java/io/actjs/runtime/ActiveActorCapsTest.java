package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.policy.ActiveLimits;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** No more than so many actors of a class, and of a tenant, are in memory. */
class ActiveActorCapsTest {
  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class NAME extends Actor<{ n: number }> {
        STATICS
        override onInit(): void { this.state = { n: 0 }; }
        @handler('inc') inc(): number { return ++this.state.n; }
        @handler('wait') async wait(): Promise<void> { await new Promise(() => {}); }
        @handler('fail') fail(): void { throw new Error('no'); }
        @handler('later') later(): void { this.actjs.scheduleAt(this.actjs.now() + 1, 'inc', {}); }
      }
      """;

  private static TestRuntime start(ActiveLimits limits, String statics) {
    return TestRuntime.start(new MemoryDriver(), options -> options.active(limits))
        .publish("Cart", "1.0.0", source("Cart", statics))
        .publish("Other", "1.0.0", source("Other", ""));
  }

  private static String source(String name, String statics) {
    return SOURCE.replace("NAME", name).replace("STATICS", statics);
  }

  private static ActorRef cart(String id) {
    return new ActorRef("Cart", id);
  }

  private static CompletableFuture<String> waits(TestRuntime runtime, ActorRef ref) {
    runtime.call(ref, "inc", "{}");
    CompletableFuture<String> call =
        runtime.runtime().call(ref, "wait", "{}", new CallOptions(null, 3_000));
    Await.until("it runs", () -> runtime.runtime().inspect(ref).mailbox() == 0);
    return call;
  }

  private static ActjsException refused(TestRuntime runtime, ActorRef ref) {
    ActjsException e = assertThrows(ActjsException.class, () -> runtime.call(ref, "inc", "{}"));
    assertEquals(ProblemCode.CapacityExhausted, e.code());
    return e;
  }

  @Test
  void w98AnIdleActorLeavesForANewOne() {
    try (TestRuntime runtime = start(ActiveLimits.DEFAULT, "static maxActive = 2;")) {
      for (int i = 0; i < 50; i++) {
        assertEquals("1", runtime.call(cart("c" + i), "inc", "{}"));
      }
      for (int i = 0; i < 50; i++) {
        assertEquals("2", runtime.call(cart("c" + i), "inc", "{}"));
      }
      Await.until("the others have left", () -> runtime.runtime().stats().active() <= 2);
      assertEquals(0, runtime.runtime().crowdedOut().byClass());
    }
  }

  @Test
  void w98WhereNobodyIsIdleOneMoreIsRefusedAndOthersAreNot() {
    try (TestRuntime runtime = start(new ActiveLimits(2, 0), "")) {
      var one = waits(runtime, cart("one"));
      var two = waits(runtime, cart("two"));
      ActjsException e = refused(runtime, cart("three"));
      assertTrue(e.code().retryable());
      assertTrue(e.detail().contains("class \"Cart\" has 2 active actors"), e::detail);
      assertEquals("1", runtime.call(new ActorRef("Other", "a"), "inc", "{}"));
      assertEquals(1, runtime.runtime().crowdedOut().byClass());
      one.cancel(true);
      two.cancel(true);
    }
  }

  @Test
  void theClassMayAskForFewerThanTheServerAndNotForMore() {
    assertEquals(3, new ActiveLimits(3, 0).ofClass(0));
    assertEquals(3, new ActiveLimits(3, 0).ofClass(5));
    assertEquals(2, new ActiveLimits(3, 0).ofClass(2));
    assertEquals(2, new ActiveLimits(0, 0).ofClass(2));
    assertEquals(0, new ActiveLimits(0, 0).ofClass(0));
  }

  @Test
  void aTellThatFindsNoRoomWaitsAndIsNoAttempt() {
    try (TestRuntime runtime = start(new ActiveLimits(1, 0), "")) {
      var one = waits(runtime, cart("one"));
      runtime.tell(cart("two"), "inc", "{}");
      Await.until("it found no room", () -> runtime.runtime().crowdedOut().byClass() > 1);
      assertEquals(0, runtime.runtime().stats().messages().retries());
      assertThrows(ExecutionException.class, () -> one.get(10, TimeUnit.SECONDS));
      Await.until("it was handled", () -> isOne(runtime, cart("two")));
      assertEquals(0, runtime.runtime().stats().messages().retries());
      assertEquals(0, runtime.runtime().stats().messages().deadLetters());
    }
  }

  private static boolean isOne(TestRuntime runtime, ActorRef ref) {
    try {
      return runtime.read(ref).state().equals("{\"n\":1}");
    } catch (ActjsException e) {
      return false;
    }
  }

  private static CallOptions of(String tenant) {
    return CallOptions.DEFAULT.by(
        new Principal(tenant + "'s user", List.of(), tenant, List.of(), "{}"));
  }

  @Test
  void w98ATenantHasRoomOfItsOwn() {
    try (TestRuntime runtime = start(new ActiveLimits(0, 1), "")) {
      var one = runtime.runtime().call(cart("one"), "wait", "{}", of("acme"));
      Await.until("it is here", () -> runtime.runtime().stats().active() == 1);
      ActorRef other = new ActorRef("Other", "two");
      CompletableFuture<String> more = runtime.runtime().call(other, "inc", "{}", of("acme"));
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> more.get(10, TimeUnit.SECONDS));
      assertEquals(ProblemCode.CapacityExhausted, ((ActjsException) e.getCause()).code());
      assertEquals("1", TestRuntime.get(runtime.runtime().call(other, "inc", "{}", of("ajax"))));
      assertEquals("1", runtime.call(cart("nobody's"), "inc", "{}"));
      assertEquals(1, runtime.runtime().crowdedOut().byTenant());
      one.cancel(true);
    }
  }

  @Test
  void aPlaceIsFreeAgainHoweverAnActorLeaves() {
    try (TestRuntime runtime = start(new ActiveLimits(1, 0), "")) {
      for (int i = 0; i < 5; i++) {
        ActorRef ref = cart("c" + i);
        assertEquals(ProblemCode.HandlerError, failure(() -> runtime.call(ref, "fail", "{}")));
        assertNull(failure(() -> runtime.call(ref, "inc", "{}")));
        assertNull(failure(() -> runtime.delete(ref)));
        assertEquals(ProblemCode.Gone, failure(() -> runtime.call(ref, "inc", "{}")));
        // Nothing is stored of it, and it is not started.
        assertEquals(ProblemCode.ActorNotFound, failure(() -> runtime.read(cart("none"))));
      }
      runtime.publish("Cart", "2.0.0", source("Cart", "") + "// 2");
      assertNull(failure(() -> runtime.call(cart("last"), "inc", "{}")));
    }
  }

  /** The code of the failure, null for none; while the one before leaves, there may be no room. */
  private static @Nullable ProblemCode failure(Runnable request) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      try {
        request.run();
        return null;
      } catch (ActjsException e) {
        if (e.code() != ProblemCode.CapacityExhausted || System.nanoTime() > end) {
          return e.code();
        }
      }
    }
  }

  @Test
  void manyCallersAtOnceLoseNothing() throws Exception {
    try (TestRuntime runtime = start(new ActiveLimits(4, 0), "")) {
      AtomicInteger done = new AtomicInteger();
      AtomicInteger refused = new AtomicInteger();
      List<Thread> callers = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        int caller = t;
        callers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int i = 0; i < 100; i++) {
                        try {
                          runtime.call(cart("c" + (caller * 7 + i) % 40), "inc", "{}");
                          done.incrementAndGet();
                        } catch (ActjsException e) {
                          assertEquals(ProblemCode.CapacityExhausted, e.code());
                          refused.incrementAndGet();
                        }
                      }
                    }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(1_600, done.get() + refused.get());
      Await.until("the others have left", () -> runtime.runtime().stats().active() <= 4);
      int sum = 0;
      for (int i = 0; i < 40; i++) {
        sum += Integer.parseInt(String.valueOf(runtime.call(cart("c" + i), "inc", "{}"))) - 1;
      }
      assertEquals(done.get(), sum);
    }
  }
}
