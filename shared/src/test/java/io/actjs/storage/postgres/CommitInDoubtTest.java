package io.actjs.storage.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.subscription.Step;
import io.actjs.runtime.subscription.Subscriber;
import io.actjs.storage.postgres.CutProxy.Cut;
import io.actjs.testkit.TestRuntime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A turn that was stored after its caller was told that nobody knows. */
final class CommitInDoubtTest {
  private static final ActorRef SENDER = new ActorRef("Held", "sender");
  private static final ActorRef RECEIVER = new ActorRef("Bag", "receiver");
  private static final PostgresOptions HASTY =
      PostgresOptions.DEFAULT
          .withLockTimeout(Duration.ofMillis(200))
          .withPatience(Duration.ofMillis(600));

  private static final String HELD =
      """
      import { Actor, handler } from 'actjs';

      export class Held extends Actor<{ passed: string[] }> {
        state = { passed: [] as string[] };

        @handler('pass')
        pass(args: { item: string }) {
          this.state.passed.push(args.item);
          this.actjs.tell({ class: 'Bag', id: 'receiver' }, 'add', args);
        }

        @handler('note')
        note(args: { item: string }) {
          this.state.passed.push(args.item);
        }
      }
      """;

  private static final String BAG =
      """
      import { Actor, handler } from 'actjs';

      export class Bag extends Actor<{ items: string[] }> {
        state = { items: [] as string[] };

        @handler('add')
        add(args: { item: string }) {
          this.state.items.push(args.item);
        }
      }
      """;

  /** Keeps what it was shown last as a whole. */
  private static final class Watcher implements Subscriber {
    private volatile String shown = "";

    @Override
    public void snapshot(Position at, String state) {
      shown = state;
    }

    @Override
    public void change(Step step) {
      shown = shown + " " + step.json();
    }

    @Override
    public void tombstone(long prevSeq, long seq) {}

    @Override
    public void ended(ActjsException reason) {}
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "waited in vain: " + what);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void itsMessageReachesItsActorAndItsWatchersSeeItWithoutAnybodysCall() throws Exception {
    PostgresUrl url = TestServer.newDatabase();
    try (CutProxy proxy = new CutProxy(url);
        PostgresDriver store = PostgresDriver.open(url, PostgresOptions.DEFAULT);
        TestRuntime runtime = TestRuntime.start(PostgresDriver.open(proxy.url(), HASTY))) {
      runtime.publish("Bag", "1.0.0", BAG).publish("Held", "1.0.0", HELD);
      assertNull(runtime.call(SENDER, "note", "{\"item\":\"first\"}"));
      Watcher watcher = new Watcher();
      var unused =
          TestRuntime.get(runtime.runtime().subscribe(SENDER, watcher, CallOptions.DEFAULT));
      try (HeldCommits held = new HeldCommits(url)) {
        // It has a row, so the next COMMIT is that of the turn.
        assertNull(store.activate(RECEIVER).head());
        proxy.cutNext(Cut.AT_COMMIT);
        CompletableFuture<?> passed =
            runtime.runtime().call(SENDER, "pass", "{\"item\":\"gem\"}", CallOptions.DEFAULT);
        ActjsException told = assertThrows(ActjsException.class, () -> TestRuntime.get(passed));
        assertEquals(ProblemCode.StorageUnavailable, told.code(), told.detail());
        assertFalse(watcher.shown.contains("gem"));
        assertNull(store.head(RECEIVER));
        held.release();
      }
      await(
          "the message",
          () -> store.head(RECEIVER) != null && store.pendingInbox(RECEIVER, null, 10).isEmpty());
      await("the watcher", () -> watcher.shown.contains("gem"));
      assertEquals("{\"items\":[\"gem\"]}", runtime.read(RECEIVER).state());
    }
  }
}
