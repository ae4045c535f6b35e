package io.actjs.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private final Budget process = Budget.root("server", 1 << 20);

  @Test
  void aChargeCountsAtEveryLevelAndIsGivenBackOnce() {
    Budget actor = process.child("actor", 1 << 16);
    Budget turn = actor.child("turn", 1 << 10);
    Charge charge = turn.charge(100);
    assertEquals(100, turn.used());
    assertEquals(100, actor.used());
    assertEquals(100, process.used());
    charge.close();
    charge.close();
    assertEquals(0, turn.used());
    assertEquals(0, actor.used());
    assertEquals(0, process.used());
  }

  @Test
  void whatOneLevelRefusesIsTakenAtNone() {
    Budget narrow = process.child("connection", 1 << 22).child("turn", 50);
    assertNull(narrow.tryCharge(51));
    Budget wide = process.child("connection", 1 << 22);
    assertNull(wide.tryCharge((1 << 20) + 1));
    assertEquals(0, wide.used());
    assertEquals(0, process.used());
    assertEquals(2, process.refused());
    ActjsException refused = assertThrows(ActjsException.class, () -> narrow.charge(51));
    assertEquals(ProblemCode.CapacityExhausted, refused.code());
  }

  @Test
  void largeChargesLeaveRoomForSmallOnes() {
    List<Charge> large = new ArrayList<>();
    for (Charge c = process.tryCharge(1 << 14); c != null; c = process.tryCharge(1 << 14)) {
      large.add(c);
    }
    assertEquals((1 << 20) / 8 * 7, process.used());
    try (Charge small = process.tryCharge(1000)) {
      assertNotNull(small);
    }
    large.forEach(Charge::close);
    assertEquals(0, process.used());
  }

  @Test
  void whatCanWaitLeavesAQuarter() {
    assertNull(process.tryChargeDeferrable((1 << 20) / 4 * 3 + 1));
    Charge most = process.tryChargeDeferrable((1 << 20) / 4 * 3);
    assertNotNull(most);
    assertNull(process.tryChargeDeferrable(1));
    assertEquals(2, process.refused());
    try (Charge call = process.tryCharge(1 << 17)) {
      assertNotNull(call, "calls go on");
    }
    most.close();
    assertEquals(0, process.used());
    Budget narrow = process.child("connection", 100);
    assertNull(narrow.tryChargeDeferrable(76), "the rule holds at every level");
    assertEquals(0, process.used());
  }

  @Test
  void partsOfAChargeAreGivenBackByTheirOwners() {
    Charge step = process.charge(1000);
    Charge part = step.split(300);
    Charge rest = step.handOver();
    step.close();
    assertEquals(1000, process.used());
    part.close();
    assertEquals(700, process.used());
    assertTrue(rest.tryGrow(50));
    rest.shrinkTo(10);
    assertEquals(10, process.used());
    rest.close();
    assertFalse(rest.tryGrow(1));
    assertEquals(0, rest.split(5).bytes());
    assertEquals(0, process.used());
  }

  @Test
  void aTabTakesNothingAfterItsEnd() {
    Tab tab = new Tab(process);
    tab.charge(10);
    tab.add(process.charge(20));
    tab.close();
    assertEquals(0, process.used());
    tab.add(process.charge(30));
    assertEquals(0, process.used());
  }

  /**
   * Every thread takes, grows, splits and gives back; a charge is closed by two threads at once.
   */
  @Test
  void nothingIsLostBetweenThreads() throws InterruptedException {
    Budget tight = Budget.root("server", 10_000);
    Budget[] actors = {tight.child("a", 4_000), tight.child("b", 7_000)};
    CountDownLatch go = new CountDownLatch(1);
    List<Throwable> wrong = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int seed = t;
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler(
                  (thread, failure) -> {
                    synchronized (wrong) {
                      wrong.add(failure);
                    }
                  })
              .start(() -> churn(actors, tight, new Random(seed), go)));
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), wrong);
    assertEquals(0, tight.used());
    assertEquals(0, actors[0].used());
    assertEquals(0, actors[1].used());
  }

  private static void churn(Budget[] actors, Budget root, Random random, CountDownLatch go) {
    try {
      go.await();
      for (int i = 0; i < 20_000; i++) {
        Budget actor = actors[random.nextInt(2)];
        @Nullable Charge charge = actor.tryCharge(random.nextInt(3_000));
        long used = root.used();
        if (used < 0 || used > root.limit()) {
          throw new AssertionError("used: " + used);
        }
        if (charge != null) {
          charge.tryGrow(random.nextInt(100));
          Charge part = charge.split(random.nextInt(500));
          if (i % 100 == 0) {
            Thread other = Thread.ofVirtual().start(charge::close);
            charge.close();
            other.join();
          }
          part.close();
          charge.close();
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatCanWaitDoesNotMakeWayForAReservation() {
    Budget budget = Budget.root("server", 800);
    Reservation step = budget.tryReserve(budget.reserve());
    assertNotNull(step);
    assertEquals(100, budget.used());
    assertEquals(0, budget.held());
    Charge answer = step.charge().split(30);
    Charge waiting = budget.tryChargeDeferrable(600);
    assertNotNull(waiting);
    assertNull(budget.tryChargeDeferrable(1));
    step.close();
    assertEquals(630, budget.held());
    answer.close();
    waiting.close();
    assertEquals(0, budget.used());
  }

  @Test
  void aReservationIsMemoryThatNobodyElseHas() {
    Budget budget = Budget.root("server", 800);
    try (Charge most = budget.tryCharge(600);
        Reservation step = budget.tryReserve(100)) {
      assertNotNull(most);
      assertNotNull(step);
      assertNull(budget.tryCharge(101));
      assertNull(budget.tryChargeDeferrable(1));
      assertNull(budget.tryReserve(101));
    }
    assertEquals(0, budget.used());
  }
}
