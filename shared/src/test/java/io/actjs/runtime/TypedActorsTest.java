package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.registry.PublishRequest;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Actors that call each other through {@code this.actjs.actor}. */
class TypedActorsTest {
  private static final String CART =
      """
      import { Actor, handler, isActorError } from 'actjs';
      import type { Stock } from './Stock';
      export class Cart extends Actor<{ got: number[] }> {
        state = { got: [] };
        private get stock() { return this.actjs.actor<Stock>('Stock', 'apple'); }
        @handler('add') async add({ count, key }: { count: number; key?: string }): Promise<number[]> {
          const { left } = await this.stock.reserve({ count }, { key });
          this.state.got.push(left);
          return this.state.got;
        }
        @handler('ship') ship(): void { this.stock.ship.tell({ count: 1 }); }
        @handler('down') async down({ n }: { n: number }): Promise<number> {
          const next = this.actjs.actor<Cart>('Cart', 'c' + n);
          return n === 0 ? 0 : 1 + await next.down({ n: n - 1 });
        }
        @handler('circle') async circle(): Promise<string> {
          try { await this.actjs.actor<Cart>('Cart', this.actjs.self.id).circle(); } catch (e) {
            return isActorError(e) ? e.code : 'none';
          }
          return 'answered';
        }
        @handler('unknown') async unknown(): Promise<void> { await this.actjs.actor<Stock>('Stok', 'a').ship({ count: 1 }); }
        @handler('untyped') async untyped(): Promise<void> { await this.actjs.actor('Stock', 'apple').nothing(); }
      }
      """;

  private static String stock(String isolation) {
    return """
    import { Actor, handler } from 'actjs';
    export class Stock extends Actor<{ left: number }> {
      static isolation = '%s' as const;
      state = { left: 10 };
      @handler('reserve') reserve({ count }: { count: number }): { left: number } {
        if (count > this.state.left) this.actjs.abort('only ' + this.state.left, { code: 'SoldOut' });
        this.state.left -= count;
        return { left: this.state.left };
      }
      @handler('ship') ship({ count }: { count: number }): void { this.state.left -= count; }
    }
    """
        .formatted(isolation);
  }

  private static final ActorRef ALICE = new ActorRef("Cart", "alice");
  private static final ActorRef APPLE = new ActorRef("Stock", "apple");

  private static TestRuntime start(String isolation) {
    TestRuntime runtime = TestRuntime.start(new MemoryDriver(), builder -> builder.workers(1));
    String stock = stock(isolation);
    runtime
        .runtime()
        .registry()
        .publish(PublishRequest.of("Cart", "1.0.0", CART).with(Map.of("Stock", stock)), "test");
    return runtime.publish("Stock", "1.0.0", stock);
  }

  private static ActjsException refused(TestRuntime runtime, String method, String args) {
    return assertThrows(ActjsException.class, () -> runtime.call(ALICE, method, args));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "own"})
  void actorsOfOneIsolateAndOfTwoCallAndTellEachOther(String isolation) throws Exception {
    try (TestRuntime runtime = start(isolation)) {
      assertEquals("[8]", runtime.call(ALICE, "add", "{\"count\":2}"));
      assertEquals("[8,7]", runtime.call(ALICE, "add", "{\"count\":1}"));
      assertEquals("[8,7,6]", runtime.call(ALICE, "add", "{\"count\":1,\"key\":\"k\"}"));
      assertEquals("[8,7,6,6]", runtime.call(ALICE, "add", "{\"count\":1,\"key\":\"k\"}"));

      ActjsException sold = refused(runtime, "add", "{\"count\":9}");
      assertEquals(ProblemCode.ActorAbort, sold.code(), sold::detail);
      assertEquals("only 6", sold.detail());
      assertEquals("\"SoldOut\"", sold.members().get("reasonCode"));

      runtime.call(ALICE, "ship", "{}");
      Await.until(
          "the apple was shipped", () -> runtime.read(APPLE).state().equals("{\"left\":5}"));
    }
  }

  @Test
  void aClassCallsActorsOfItsOwn() {
    try (TestRuntime runtime = start("shared")) {
      assertEquals("5", runtime.call(ALICE, "down", "{\"n\":5}"));
      assertEquals("\"CallCycle\"", runtime.call(ALICE, "circle", "{}"));
    }
  }

  @Test
  void whatTheTypesDoNotKnowIsRefusedWhenItIsCalled() {
    try (TestRuntime runtime = start("shared")) {
      ActjsException none = refused(runtime, "unknown", "{}");
      assertTrue(none.detail().contains("Stok"), none::detail);
      ActjsException untyped = refused(runtime, "untyped", "{}");
      assertTrue(untyped.detail().contains("nothing"), untyped::detail);
    }
  }
}
