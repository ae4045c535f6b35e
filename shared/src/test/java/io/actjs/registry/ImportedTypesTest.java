package io.actjs.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.Sha256;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where the types come from that a class imports from another one. */
class ImportedTypesTest {
  private static final String CART =
      """
      import { Actor, handler } from 'actjs';
      import type { Stock } from './Stock';
      export class Cart extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('add') async add(): Promise<number> {
          return (this.state.n = await this.actjs.actor<Stock>('Stock', 'a').reserve({ count: 1 }));
        }
      }
      """;

  private final ClassRegistry registry = new Fixture().registry;

  private static String stock(String type) {
    return """
    import { Actor, handler } from 'actjs';
    import type { Cart } from './Cart';
    export class Stock extends Actor<{ n: number }> {
      state = { n: 0 };
      @handler('reserve') async reserve({ count }: { count: %s }): Promise<number> {
        return this.actjs.actor<Cart>('Cart', 'a').add();
      }
    }
    """
        .formatted(type);
  }

  private static PublishRequest cart(Map<String, String> deps, Map<String, String> types) {
    return new PublishRequest(
        "Cart", "1.0.0", CART, deps, Map.of(), false, null, null, null, true, types);
  }

  private String refusal(PublishRequest request) {
    ActjsException e = assertThrows(ActjsException.class, () -> registry.dryRun(request));
    assertEquals(ProblemCode.TypeInvalid, e.code(), e::detail);
    return e.detail();
  }

  private void publishStock(String version, String type) {
    String source = stock(type);
    registry.publish(
        PublishRequest.of("Stock", version, source).with(Map.of("Cart", CART)), "test");
  }

  @Test
  void withoutASourceThePublisherIsToldWhatToDo() {
    String refusal = refusal(cart(Map.of(), Map.of()));

    assertTrue(refusal.startsWith("Cart.ts:2:28: Stock is not published, so its types"), refusal);
    assertTrue(refusal.contains("publish Stock first, or send its source along"), refusal);
  }

  @Test
  void theSourceThatComesAlongCountsFirst() {
    publishStock("1.0.0", "string");
    registry.dryRun(cart(Map.of(), Map.of("Stock", stock("number"))));
    String refusal = refusal(cart(Map.of(), Map.of("Stock", stock("boolean"))));
    assertTrue(refusal.startsWith("Cart.ts:6:82: Type 'number' is not assign"), refusal);
  }

  @Test
  void thePublishedVersionIsTheNewestThatFitsTheRange() {
    publishStock("1.0.0", "string");
    publishStock("1.1.0", "number");
    publishStock("2.0.0", "boolean");
    publishStock("3.0.0-rc.1", "number");

    registry.dryRun(cart(Map.of("Stock", "^1.0.0"), Map.of()));
    assertTrue(refusal(cart(Map.of("Stock", "1.0.x"), Map.of())).contains("'number'"));
    assertTrue(refusal(cart(Map.of(), Map.of())).contains("to type 'boolean'"));
    assertTrue(
        refusal(cart(Map.of("Stock", "^9"), Map.of()))
            .startsWith("Cart.ts:2:28: no published version of Stock fits \"^9\", so"));

    registry.deprecate(Fixture.ref("Stock@1.1.0"), null, null, "test");
    assertTrue(refusal(cart(Map.of("Stock", "^1.0.0"), Map.of())).contains("to type 'string'"));
  }

  @Test
  void aClassIsHashedAndStoredWithoutTheTypesThatItImports() {
    ClassVersion version =
        registry.publish(cart(Map.of(), Map.of("Stock", stock("number"))), "test");

    assertEquals(Sha256.of(CART), version.sha256());
    assertEquals(CART, registry.get(version.ref()).source());
    assertEquals(java.util.List.of("Cart"), registry.names());
  }

  @Test
  void withoutACheckNothingIsLookedUp() {
    registry.publish(cart(Map.of(), Map.of()).unchecked(), "test");
    registry.publishDraft(PublishRequest.of("Cart", "1.0.1", CART).unchecked(), "test");
    assertEquals(2, registry.versions("Cart").size());
  }

  @Test
  void importsOfImportsAreFollowedUpToALimit() {
    Map<String, String> types = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      String next = "import type { S } from './S%d'; export type S = string;".formatted(i + 1);
      types.put("S" + i, next);
    }
    types.put("Stock", stock("number") + "\nimport type { S } from './S0';");
    ActjsException e =
        assertThrows(ActjsException.class, () -> registry.dryRun(cart(Map.of(), types)));
    assertEquals(ProblemCode.LimitExceeded, e.code());

    types.put("S50", "export type S = string;");
    registry.dryRun(cart(Map.of(), types));
  }
}
