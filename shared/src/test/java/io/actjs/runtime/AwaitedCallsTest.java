package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Calls between actors under load, most of which never leave their isolate. */
class AwaitedCallsTest {
  private static final int ACCOUNTS = 40;
  private static final int TRANSFERS = 4_000;
  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';

      type State = { amount: number; moved: number };

      export class Account extends Actor<State> {
        state: State = { amount: 1000, moved: 0 };

        @handler('pay')
        async pay(args: { to: string }) {
          this.state.amount--;
          await this.actjs.call({ class: 'Account', id: args.to }, 'take', {});
          return ++this.state.moved;
        }

        @handler('take')
        take() {
          this.state.amount++;
        }

        @handler('look')
        look() {
          return [this.state.amount, this.state.moved];
        }
      }
      """;

  private final StorageDriver disk = new MemoryDriver();

  private TestRuntime start() {
    return TestRuntime.start(disk, builder -> builder.workers(2).drainMs(500));
  }

  private static ActorRef account(int number) {
    return new ActorRef("Account", "a" + number);
  }

  @Test
  void moneyIsConservedAndEveryTransferIsDoneOnceOrRefused() {
    int done = 0;
    try (TestRuntime runtime = start()) {
      runtime.publish("Account", "1.0.0", SOURCE);
      Random random = new Random(11);
      List<CompletableFuture<?>> transfers = new ArrayList<>();
      for (int i = 0; i < TRANSFERS; i++) {
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        transfers.add(
            runtime
                .runtime()
                .call(account(from), "pay", "{\"to\":\"a" + to + "\"}", CallOptions.DEFAULT));
        if (i % 64 == 63) {
          done += ended(transfers);
        }
      }
      done += ended(transfers);
      assertEquals(List.of(ACCOUNTS * 1000, done), total(runtime));
    }
    try (TestRuntime runtime = start()) {
      assertEquals(List.of(ACCOUNTS * 1000, done), total(runtime), "after a restart");
    }
  }

  /** How many were done; the others would have waited for each other. */
  private static int ended(List<CompletableFuture<?>> transfers) {
    int done = 0;
    for (CompletableFuture<?> each : transfers) {
      try {
        each.join();
        done++;
      } catch (CompletionException e) {
        assertEquals(ProblemCode.CallCycle, ((ActjsException) e.getCause()).code());
      }
    }
    transfers.clear();
    return done;
  }

  private static List<Integer> total(TestRuntime runtime) {
    int amount = 0;
    int moved = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
      String[] told = runtime.call(account(i), "look", "{}").replaceAll("[\\[\\]]", "").split(",");
      amount += Integer.parseInt(told[0]);
      moved += Integer.parseInt(told[1]);
    }
    return List.of(amount, moved);
  }
}
