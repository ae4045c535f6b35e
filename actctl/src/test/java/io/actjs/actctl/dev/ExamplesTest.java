package io.actjs.actctl.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {

  @Test
  void theAuthorsLinesComeFirst() {
    String source =
        """
        /**
         * A cart.
         * @example actctl call Cart alice add '{"n": 1}'
         * @example some other thing
         */
        // @example actctl actor watch Cart alice
        export class Cart { @handler('show') show() {} }
        """;

    assertEquals(
        List.of("actctl call Cart alice add '{\"n\": 1}'", "actctl actor watch Cart alice"),
        Examples.of("Cart", source));
  }

  @Test
  void elseHandlersThatTakeNothing() {
    String source =
        """
        class Counter {
          @handler('add') add(n: number) {}
          @handler('get') async get() {}
          @actjs.handler("reset")
          public clear( ) {}
        }
        """;

    assertEquals(
        List.of("actctl call Counter one get", "actctl call Counter one reset"),
        Examples.of("Counter", source));
  }

  @Test
  void elseALookAtAnActor() {
    assertEquals(List.of("actctl actor watch Odd one"), Examples.of("Odd", "return class {}"));
  }
}
