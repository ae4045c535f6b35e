package io.actjs.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code static personal} at publish. */
class PersonalPublishTest {
  private static String source(String base, String personal) {
    return """
        import { Actor, Replica, handler } from 'actjs';
        export class Card extends %s<any> {
          static personal = %s as any;
          state = {};
          @handler('look') look() { return 1; }
        }
        """
        .formatted(base, personal);
  }

  @Test
  void theirOrderIsThatOfTheClass() {
    try (TestRuntime runtime = TestRuntime.start(new MemoryDriver())) {
      String personal = "['/b', '/a~1~0/*/text', '/*']";
      runtime.publish("Card", "1.0.0", source("Actor", personal));

      assertEquals(
          List.of("/b", "/a~1~0/*/text", "/*"),
          runtime.runtime().registry().personal(new ClassRef("Card", Version.parse("1.0.0"))));
    }
  }

  @Test
  void whatIsNoPointerIsRefused() {
    try (TestRuntime runtime = TestRuntime.start(new MemoryDriver())) {
      for (String wrong :
          List.of(
              "'/email'",
              "[]",
              "['email']",
              "['']",
              "['/']",
              "['/a//b']",
              "['/a~2']",
              "[1]",
              "['/\\ud800']",
              "Array(101).fill('/a')",
              "['/' + 'a'.repeat(500)]")) {
        ActjsException refused =
            assertThrows(
                ActjsException.class,
                () -> runtime.publish("Card", "1.0.0", source("Actor", wrong)),
                wrong);
        assertEquals(ProblemCode.ClassInvalid, refused.code(), wrong);
        assertTrue(refused.detail().contains("static personal"), refused.detail());
      }
      ActjsException replica =
          assertThrows(
              ActjsException.class,
              () -> runtime.publish("Card", "1.0.0", source("Replica", "['/a']")));
      assertEquals(ProblemCode.ClassInvalid, replica.code());
    }
  }
}
