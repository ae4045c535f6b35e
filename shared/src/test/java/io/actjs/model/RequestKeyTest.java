package io.actjs.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RequestKeyTest {
  private static final RequestKey KEY = RequestKey.of("ann", "call add", "k", "[1]");

  @Test
  void theScopeIsOfWhoAsksForWhatUnderWhichKeyAndTheFingerprintOfTheBody() {
    assertEquals(KEY, RequestKey.of("ann", "call add", "k", "[1]"));
    RequestKey body = RequestKey.of("ann", "call add", "k", "[2]");
    assertEquals(KEY.scope(), body.scope());
    assertNotEquals(KEY.fingerprint(), body.fingerprint());
    for (RequestKey other :
        new RequestKey[] {
          RequestKey.of("eve", "call add", "k", "[1]"),
          RequestKey.of("ann", "tell add", "k", "[1]"),
          RequestKey.of("ann", "call add", "l", "[1]"),
          RequestKey.of("annc", "all add", "k", "[1]"),
          RequestKey.of("ann", "call addk", "k", "[1]")
        }) {
      assertNotEquals(KEY.scope(), other.scope());
      assertEquals(KEY.fingerprint(), other.fingerprint());
    }
    assertEquals(
        RequestKey.of("ann", "delete", "k", null), RequestKey.of("ann", "delete", "k", ""));
  }

  @Test
  void aKeyHasOneTo255Characters() {
    for (int length : new int[] {0, 256, 4_096}) {
      String key = "k".repeat(length);
      ActjsException refused =
          assertThrows(ActjsException.class, () -> RequestKey.of("ann", "call add", key, "[1]"));
      assertEquals(ProblemCode.SchemaInvalid, refused.code());
      assertTrue(refused.detail().contains("1 to 255 characters"), refused.detail());
    }
    RequestKey longest = RequestKey.of("ann", "call add", "🦀".repeat(127) + "k", "[1]");
    assertEquals(64, longest.toString().length());
  }

  @Test
  void itsTextIsReadBack() {
    assertEquals(KEY, RequestKey.parse(KEY.toString()));
    assertTrue(KEY.toString().matches("[0-9a-f]{64}"), KEY::toString);
    for (String text : new String[] {"", "key", KEY + "0"}) {
      assertThrows(IllegalArgumentException.class, () -> RequestKey.parse(text));
    }
  }
}
