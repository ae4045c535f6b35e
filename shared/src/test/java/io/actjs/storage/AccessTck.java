package io.actjs.storage;

import static io.actjs.storage.Records.auditEntry;
import static io.actjs.storage.Records.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.access.AccessStore;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.access.StoredToken;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every storage driver promises of tokens, capabilities and values of environments. */
interface AccessTck extends StoreUnderTest {
  private AccessStore access() {
    return driver().access();
  }

  private List<String> audited() {
    return driver().registry().auditLog(100).reversed().stream().map(AuditEntry::id).toList();
  }

  private static AuditEntry audit(String id) {
    return auditEntry(id, "did", "it");
  }

  private static void refused(ProblemCode code, Executable change) {
    assertEquals(code, assertThrows(ActjsException.class, change).code());
  }

  @Test
  default void tokensAreAddedListedAndRevoked() throws Exception {
    StoredToken plain =
        new StoredToken("a", Bytes.sha256("x"), "ä🦀\0", List.of(), null, "{}", "", 1, 50, 0);
    access().addToken(token("z"), audit("1"));
    access().addToken(plain, audit("2"));
    reopen();
    assertEquals(List.of(token("z"), plain), access().tokens());
    assertTrue(access().revokeToken("z", 40, audit("3")));
    assertFalse(access().revokeToken("z", 41, audit("4")), "it is revoked");
    assertFalse(access().revokeToken("a", 50, audit("5")), "it has expired");
    reopen();
    assertEquals(List.of(token("z").revoked(40), plain.revoked(50)), access().tokens());
    assertEquals(List.of("1", "2", "3", "5"), audited());
  }

  @Test
  default void allTokensOfAPrincipalAreDropped() throws Exception {
    StoredToken one =
        new StoredToken("a", Bytes.sha256("x"), "ä🦀\0", List.of(), null, "{}", "", 1, 50, 0);
    StoredToken two =
        new StoredToken("b", Bytes.sha256("y"), "ä🦀\0", List.of(), null, "{}", "", 1, 50, 0);
    access().addToken(one, audit("1"));
    access().addToken(token("z"), audit("2"));
    access().addToken(two, audit("3"));
    assertEquals(2, access().dropTokens("ä🦀\0", audit("4")));
    assertEquals(0, access().dropTokens("ä🦀\0", audit("5")));
    reopen();
    assertEquals(List.of(token("z")), access().tokens());
    assertEquals(List.of("1", "2", "3", "4"), audited());
  }

  @Test
  default void aUsedIdOrHashIsRefusedAndNotAudited() throws Exception {
    access().addToken(token("one"), audit("1"));
    access().addToken(token("two"), audit("2"));
    assertTrue(access().revokeToken("two", 9, audit("3")));
    StoredToken sameHash =
        new StoredToken("three", token("two").hash(), "other", List.of(), null, "{}", "", 1, 2, 0);
    refused(ProblemCode.TokenExists, () -> access().addToken(token("one"), audit("4")));
    refused(ProblemCode.TokenExists, () -> access().addToken(sameHash, audit("5")));
    refused(ProblemCode.TokenNotFound, () -> access().revokeToken("three", 9, audit("6")));
    reopen();
    assertEquals(List.of(token("one"), token("two").revoked(9)), access().tokens());
    assertEquals(List.of("1", "2", "3"), audited());
  }

  @Test
  default void keysOfCapabilitiesAreAddedAndRetired() throws Exception {
    CapabilityKey first = key("z", 0);
    CapabilityKey second = key("a", 0);
    access().addCapabilityKey(first, audit("1"));
    access().addCapabilityKey(second, audit("2"));
    refused(ProblemCode.SigningKeyExists, () -> access().addCapabilityKey(first, audit("3")));
    access().retireCapabilityKey("z", 7, audit("4"));
    access().retireCapabilityKey("z", 8, audit("5"));
    refused(
        ProblemCode.SigningKeyNotFound, () -> access().retireCapabilityKey("no", 7, audit("6")));
    reopen();
    assertEquals(List.of(key("z", 7), second), access().capabilityKeys());
    assertEquals(List.of("1", "2", "4"), audited());
  }

  private static CapabilityKey key(String kid, long retiredAt) {
    return new CapabilityKey(
        kid, Bytes.of(new byte[] {0, -1}), Bytes.ofUtf8("sealed " + kid), 3, retiredAt);
  }

  @Test
  default void revokedCapabilitiesAreListedUntilTheyExpireAndSweptThen() throws Exception {
    for (int i = 5; i > 0; i--) {
      assertTrue(access().revokeCapability(revocation(i), audit("a" + i)));
    }
    assertFalse(access().revokeCapability(new CapabilityRevocation("j3", 99), audit("again")));
    reopen();
    assertEquals(
        List.of(revocation(3), revocation(4), revocation(5)), access().capabilityRevocations(2));
    assertEquals(0, driver().drop(new Expired.Revocations(0), 10));
    assertEquals(2, driver().drop(new Expired.Revocations(3), 2));
    assertEquals(1, driver().drop(new Expired.Revocations(3), 2));
    reopen();
    assertEquals(List.of(revocation(4), revocation(5)), access().capabilityRevocations(-1));
    assertEquals(5, audited().size());
  }

  private static CapabilityRevocation revocation(int number) {
    return new CapabilityRevocation("j" + number, number);
  }

  @Test
  default void valuesOfEnvironmentsAreSetReplacedAndRemoved() throws Exception {
    EnvValue secret = new EnvValue("prod", "KEY", true, Bytes.of(new byte[] {0, -1, 10}), 1);
    EnvValue plain = new EnvValue("prod", "A", false, Bytes.ofUtf8("ä🦀\0"), 2);
    EnvValue other = new EnvValue("dev", "KEY", false, Bytes.of(new byte[0]), 3);
    access().putEnv(List.of(secret, plain, other), List.of(audit("1"), audit("2")));
    EnvValue replaced = new EnvValue("prod", "KEY", false, Bytes.ofUtf8("open"), 4);
    reopen();
    assertEquals(List.of(plain, secret), access().env("prod"));
    access().putEnv(List.of(replaced), List.of(audit("3")));
    assertTrue(access().removeEnv("prod", "A", audit("4")));
    assertFalse(access().removeEnv("prod", "A", audit("5")));
    assertFalse(access().removeEnv("dev", "A", audit("6")));
    reopen();
    assertEquals(List.of(replaced), access().env("prod"));
    assertEquals(List.of(), access().env("test"));
    assertEquals(List.of(other, replaced), access().env());
    assertEquals(List.of("1", "2", "3", "4"), audited());
  }

  @Test
  default void whatIsSealedIsSealedAnewAllOfItOrNothing() throws Exception {
    EnvValue secret = new EnvValue("prod", "KEY", true, Bytes.ofUtf8("old"), 1);
    EnvValue plain = new EnvValue("prod", "PLAIN", false, Bytes.ofUtf8("old"), 2);
    access().addCapabilityKey(key("k", 0), audit("1"));
    access().putEnv(List.of(secret, plain), List.of(audit("2")));
    assertThrows(
        IllegalStateException.class,
        () ->
            access()
                .reseal(
                    former -> {
                      if (former.utf8().equals("old")) {
                        throw new IllegalStateException("another key has sealed it");
                      }
                      return Bytes.ofUtf8("new");
                    },
                    audit("3")));
    assertEquals(List.of(key("k", 0)), access().capabilityKeys());
    access().reseal(former -> Bytes.ofUtf8("new " + former.utf8()), audit("4"));
    reopen();
    assertEquals(List.of(secret.sealed(Bytes.ofUtf8("new old")), plain), access().env());
    assertEquals(
        List.of(key("k", 0).sealed(Bytes.ofUtf8("new sealed k"))), access().capabilityKeys());
    assertEquals(List.of("1", "2", "4"), audited());
  }
}
