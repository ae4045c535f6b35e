package io.actjs.runtime.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.directory.KeptDeliveries;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.DrivenStore;
import io.actjs.storage.Records;
import io.actjs.testkit.FaultyDriver.Fault;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InboxWatchTest {
  private static final long DOUBT_MS = 60_000;
  private static final long DOUBT_LOOK_MS = 10_000;

  private final DrivenStore store = new DrivenStore();
  private final KeptDeliveries directory = new KeptDeliveries();
  private final InboxDoubt doubt = new InboxDoubt(store.clock);
  private final InboxWatch watch = new InboxWatch(store.access, doubt, directory);

  private static ActorRef actor(int number) {
    return Records.actor("%04d".formatted(number));
  }

  private void waitingIn(int... actors) {
    IntStream.of(actors).forEach(it -> store.store(Records.message("m" + it, actor(it))));
  }

  private void tick() {
    watch.advance(store.clock.nowMs());
    store.run();
  }

  /** The time that passes until the watch looks again, to the precision of a look each 100 ms. */
  private long untilTheNextLook() {
    for (long waited = 0; waited <= 10 * DOUBT_MS; waited += 100) {
      tick();
      if (!directory.delivered.isEmpty()) {
        return waited;
      }
      store.clock.advance(100);
    }
    return Long.MAX_VALUE;
  }

  private List<ActorRef> woken() {
    return directory.delivered.stream().map(Delivery::target).toList();
  }

  private void answerAll() {
    directory.take().forEach(it -> it.answer(Answer.Done.DONE));
    store.run();
  }

  private void failAll(ActjsException reason) {
    directory.take().forEach(it -> it.fail(reason));
    store.run();
  }

  @Test
  void bootWakesEveryActorWithStoredMessagesOnce() {
    waitingIn(1, 2);
    tick();
    assertEquals(List.of(actor(1), actor(2)), woken());
    assertEquals(Envelope.Kind.WAKE, directory.delivered.getFirst().kind());
    answerAll();
    assertEquals(Long.MAX_VALUE, untilTheNextLook());
  }

  @Test
  void doesNotLookTwiceAtOnce() {
    waitingIn(1);
    watch.advance(store.clock.nowMs());
    watch.advance(store.clock.nowMs());
    assertEquals(1, store.hand.tasks());
    store.run();
    assertEquals(1, directory.delivered.size());
    tick();
    assertEquals(1, directory.delivered.size());
  }

  @Test
  void looksAPageAtATime() {
    waitingIn(IntStream.rangeClosed(1, 300).toArray());
    tick();
    assertEquals(256, directory.delivered.size());
    List<Delivery> page = directory.take();
    page.subList(1, 256).forEach(it -> it.answer(Answer.Done.DONE));
    store.run();
    assertEquals(List.of(), directory.delivered);
    page.getFirst().answer(Answer.Done.DONE);
    store.run();
    assertEquals(44, directory.delivered.size());
    assertEquals(actor(257), woken().getFirst());
    answerAll();
    assertEquals(Long.MAX_VALUE, untilTheNextLook());
  }

  @Test
  void comesBackForAnActorThatCouldNotBeWokenNow() {
    waitingIn(1, 2);
    tick();
    failAll(new ActjsException(ProblemCode.CapacityExhausted, "full"));
    assertEquals(InboxWatch.RETRY_MS, untilTheNextLook());
    assertEquals(List.of(actor(1), actor(2)), woken());
  }

  @Test
  void doesNotComeBackForAnActorThatCanNeverBeWoken() {
    waitingIn(1);
    tick();
    failAll(new ActjsException(ProblemCode.UnknownClass, "no such class"));
    assertEquals(Long.MAX_VALUE, untilTheNextLook());
  }

  @Test
  void comesBackWhenStorageIsAway() {
    waitingIn(1);
    store.faults("actorsWithInbox", Fault.FAIL_BEFORE);
    tick();
    store.heal();
    assertEquals(InboxWatch.RETRY_MS, untilTheNextLook());
  }

  @Test
  void looksAfterADoubtAndAgainUntilTheCommitCannotCome() {
    tick();
    waitingIn(1);
    doubt.raise();
    long looked = untilTheNextLook();
    assertEquals(InboxWatch.RETRY_MS, looked);
    while (looked < DOUBT_MS) {
      answerAll();
      long next = untilTheNextLook();
      assertEquals(DOUBT_LOOK_MS, next);
      looked += next;
    }
    answerAll();
    assertEquals(Long.MAX_VALUE, untilTheNextLook());
  }

  @Test
  void aDoubtThatComesDuringALookIsLookedAfter() {
    waitingIn(1);
    tick();
    doubt.raise();
    tick();
    answerAll();
    assertEquals(InboxWatch.RETRY_MS, untilTheNextLook());
  }

  @Test
  void endsWithTheServer() {
    waitingIn(1);
    tick();
    directory.close();
    failAll(ActorProblems.shuttingDown());
    assertEquals(0, store.hand.tasks());

    InboxWatch late = new InboxWatch(store.access, doubt, directory);
    store.access.threads().shutdown();
    late.advance(store.clock.nowMs());
    assertEquals(List.of(), directory.delivered);
    assertTrue(directory.isClosed());
  }
}
