package io.actjs.storage.valkey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValkeyUrlTest {

  @Test
  void allPartsAreUnderstood() {
    assertEquals(
        new ValkeyUrl("cache.example", 6380, 3, true, "a+b", "p@ss:w/rd"),
        ValkeyUrl.parse(" rediss://a+b:p%40ss:w%2Frd@cache.example:6380/3 "));
    assertEquals(
        new ValkeyUrl("::1", 6379, 0, false, null, "secret"),
        ValkeyUrl.parse("redis://:secret@[::1]/"));
    assertEquals(
        new ValkeyUrl("localhost", 6379, 0, false, null, null),
        ValkeyUrl.parse("valkey://localhost"));
  }

  @Test
  void thePasswordIsNeverShown() {
    ValkeyUrl url = ValkeyUrl.parse("redis://user:geheim@[::1]:7000/2");
    assertEquals("redis://[::1]:7000/2", url.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:6379",
        "http://user:geheim@localhost",
        "redis://",
        "redis://geheim@localhost",
        "redis://user:geheim@localhost:99999",
        "redis://user:geheim@localhost/zero",
        "redis://user:geheim@localhost/1?x=y",
        "redis://user:ge heim@localhost",
        "redis:user:geheim@localhost",
      })
  void aMalformedUrlIsRefusedWithoutItsPassword(String text) {
    ActjsException e = assertThrows(ActjsException.class, () -> ValkeyUrl.parse(text));
    assertEquals(ProblemCode.SchemaInvalid, e.code());
    assertFalse(e.detail().contains("geheim"), e.detail());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a b", "ä"})
  void aPrefixThatCouldBeMistakenIsRefused(String prefix) {
    ActjsException e =
        assertThrows(ActjsException.class, () -> ValkeyOptions.DEFAULT.withPrefix(prefix));
    assertEquals(ProblemCode.SchemaInvalid, e.code());
  }
}
