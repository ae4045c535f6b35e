package io.actjs.actjsd.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublicAccessTest {
  private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void anAddressOfOthersNeedsUsers() {
    ActjsException e =
        assertThrows(ActjsException.class, () -> PublicAccess.require(ANY, false, false));
    assertEquals(ProblemCode.Forbidden, e.code());
    for (String way :
        new String[] {
          "0.0.0.0",
          "actctl token create",
          "--jwks",
          "--hmac-secret-file",
          "--client-ca",
          "--auth",
          "127.0.0.1"
        }) {
      assertTrue(e.detail().contains(way), e.detail());
    }
    PublicAccess.require(ANY, true, false);
    PublicAccess.require(ANY, false, true);
    PublicAccess.require(HERE, false, false);
  }

  private static String warnings(InetAddress at, boolean users, boolean tls, boolean proxied) {
    return String.join("\n", PublicAccess.warnings(at, users, tls, proxied));
  }

  @Test
  void whatIsRiskyIsSaid() {
    assertEquals("", warnings(HERE, false, false, false));
    assertEquals("", warnings(ANY, true, true, false));
    assertEquals("", warnings(ANY, true, false, true));
    assertTrue(warnings(ANY, true, false, false).contains("clear text"));
    assertTrue(warnings(ANY, false, true, false).startsWith("--insecure"));
    assertTrue(warnings(HERE, false, false, true).contains("whom the trusted proxy lets in"));
  }

  @Test
  void aPublicPortIsTakenOnlyWhenItIsOpened() {
    try (Listening listening = Listening.on("0.0.0.0", 0)) {
      assertEquals(0, listening.port());
      assertThrows(ActjsException.class, () -> listening.open(false, false));
      assertEquals(0, listening.port());
      listening.open(true, false);
      assertTrue(listening.port() > 0);
      assertEquals("http://127.0.0.1:" + listening.port(), listening.uri(null).toString());
      assertEquals(
          "https://a.example:" + listening.port(),
          listening.uri(Set.of("*.example", "a.example", "b.example")).toString());
      assertEquals(
          "https://localhost:" + listening.port(),
          listening.uri(Set.of("a.example", "localhost")).toString());
      assertEquals(
          "https://127.0.0.1:" + listening.port(),
          listening.uri(Set.of("a.example", "127.0.0.1")).toString());
    }
  }

  @Test
  void aHostThatIsNotOfThisMachineIsRefused() {
    ActjsException e = assertThrows(ActjsException.class, () -> Listening.on("192.0.2.1", 0));
    assertEquals(ProblemCode.SchemaInvalid, e.code());
    assertTrue(e.detail().contains("no address of this machine"), e.detail());
    e = assertThrows(ActjsException.class, () -> Listening.on("no.such.host.invalid", 0));
    assertTrue(e.detail().contains("unknown"), e.detail());
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    try (Listening first = Listening.on("localhost", 0)) {
      ActjsException e =
          assertThrows(ActjsException.class, () -> Listening.on("127.0.0.1", first.port()));
      assertEquals(ProblemCode.AddressInUse, e.code());
    }
  }
}
