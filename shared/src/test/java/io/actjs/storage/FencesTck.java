package io.actjs.storage;

import static io.actjs.storage.CommitResult.COMMITTED;
import static io.actjs.storage.CommitResult.CONFLICT;
import static io.actjs.storage.CommitResult.FENCED;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.TurnRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What every storage driver promises of ownership: one writer an actor. */
interface FencesTck extends StoreUnderTest {

  @Test
  default void scenario73_anOlderOwnerIsFenced() throws Exception {
    long first = driver().activate(A).epoch();
    committed(turn(A, 1, first));
    Activation next = driver().activate(A);
    assertTrue(next.epoch() > first);
    assertEquals(driver().head(A), next.head());
    assertEquals(List.of(FENCED), commit(turn(A, 2, first)));
    committed(turn(A, 2, next.epoch()));
    assertEquals(List.of(FENCED), commit(turn(A, 3, first)));
    reopen();
    assertEquals(List.of(FENCED), commit(turn(A, 3, first)));
    assertTrue(driver().activate(A).epoch() > next.epoch());
  }

  @Test
  default void scenario73_anOwnerOfAnActorThatDoesNotExistIsFencedToo() {
    long first = driver().activate(A).epoch();
    long second = driver().activate(A).epoch();
    assertEquals(List.of(FENCED), commit(turn(A, 1, first)));
    committed(turn(A, 1, second));
  }

  @Test
  default void scenario73_owningAloneFencesAsActivatingDoes() throws Exception {
    long first = driver().own(A);
    committed(turn(A, 1, first));
    long second = driver().own(A);
    assertTrue(second > first);
    assertEquals(List.of(FENCED), commit(turn(A, 2, first)));
    committed(turn(A, 2, second));
    reopen();
    assertTrue(driver().own(A) > second);
  }

  @Test
  default void scenario73_readingChangesNoOwner() {
    long epoch = driver().activate(A).epoch();
    assertEquals(new Activation(null, 0, null, List.of(), List.of()), driver().read(A, 0));
    committed(turn(A, 1, epoch));
    committed(turn(A, 2, epoch));
    Activation read = driver().read(A, 0);
    assertEquals(driver().head(A), read.head());
    assertEquals(0, read.epoch());
    assertEquals(driver().readJournal(A, 1, 10), read.turns());
    assertEquals(driver().readJournal(A, 2, 10), driver().read(A, 2).turns());
    committed(turn(A, 3, epoch));
  }

  @Test
  default void scenario73_aFenceHoldsForItsActorOnly() {
    long old = driver().activate(A).epoch();
    long other = driver().activate(B).epoch();
    long now = driver().activate(A).epoch();
    assertEquals(
        List.of(FENCED, COMMITTED, COMMITTED, FENCED),
        commit(turn(A, 1, old), turn(B, 1, other), turn(A, 1, now), turn(A, 2, old)));
  }

  @Test
  default void scenario73_theHeadThatAnOwnerIsGivenIsFinalForOlderOwners() throws Exception {
    AtomicReference<Activation> newest = new AtomicReference<>(driver().activate(A));
    AtomicBoolean done = new AtomicBoolean();
    List<Activation> activations = new ArrayList<>();
    Thread takesOver =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    Activation activation = driver().activate(A);
                    activations.add(activation);
                    newest.set(activation);
                    // Leaves the owner time for a turn or two.
                    LockSupport.parkNanos(50_000);
                  }
                });
    long seq = 0;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (seq < 100 && System.nanoTime() < deadline) {
      long epoch = newest.get().epoch();
      seq += commit(turn(A, seq + 1, epoch)).getFirst() == COMMITTED ? 1 : 0;
    }
    done.set(true);
    takesOver.join();
    List<TurnRecord> journal = driver().readJournal(A, 1, 1_000);
    assertEquals(100, seq);
    assertEquals(seq, journal.size());
    for (Activation activation : activations) {
      ActorHead head = activation.head();
      for (TurnRecord later : journal.subList(head == null ? 0 : (int) head.seq(), (int) seq)) {
        assertTrue(later.epoch() >= activation.epoch(), () -> activation + " then " + later);
      }
    }
  }

  @Test
  default void scenario73_noSeqIsTakenTwice() {
    turns(A, 1, 2);
    assertEquals(List.of(CONFLICT), commit(turn(A, 2, 1)));
    assertEquals(List.of(CONFLICT), commit(turn(A, 4, 1)));
    assertEquals(List.of(COMMITTED, CONFLICT), commit(turn(A, 3, 1), turn(A, 3, 1)));
    assertEquals(List.of(1L, 2L, 3L), seqs(A, 1, 10));
  }
}
