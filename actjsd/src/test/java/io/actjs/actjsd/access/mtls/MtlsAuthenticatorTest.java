package io.actjs.actjsd.access.mtls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.access.Identity;
import io.actjs.actjsd.access.PresentedHeaders;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates as keytool makes them. */
class MtlsAuthenticatorTest {
  private static final String PASSWORD = "changeit";
  @TempDir private static Path folder;
  private static X509Certificate ann;
  private static X509Certificate system;
  private static X509Certificate twoNames;

  private final AtomicLong now = new AtomicLong(System.currentTimeMillis());

  @BeforeAll
  static void make() throws Exception {
    ann = certificate("ann", "CN=ann, OU=editor, OU=admin, O=Acme", "uri:spiffe://acme/ann,dns:a");
    system = certificate("system", "CN=system", "uri:cap:Note:1");
    twoNames = certificate("two", "CN=ann, CN=bob", "uri:spiffe://acme/a,uri:spiffe://acme/b");
  }

  private static X509Certificate certificate(String alias, String subject, String names)
      throws Exception {
    Path store = folder.resolve(alias + ".p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-validity", "1"));
    command.addAll(List.of("-dname", subject, "-ext", "san=" + names));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, keytool.waitFor(), output);
    KeyStore loaded = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    return (X509Certificate) loaded.getCertificate(alias);
  }

  private Identity identify(MtlsConfig.Name subject, boolean roles, X509Certificate shown) {
    Identity identity =
        new MtlsAuthenticator(new MtlsConfig(subject, roles), now::get)
            .identify(new PresentedHeaders("GET", "/", Map.of(), shown));
    assertNotNull(identity);
    return identity;
  }

  private void refuse(String why, MtlsConfig.Name subject, X509Certificate shown) {
    ActjsException e = assertThrows(ActjsException.class, () -> identify(subject, true, shown));
    assertEquals(ProblemCode.Unauthorized, e.code());
    assertTrue(e.detail().contains(why), e.detail());
  }

  @Test
  void theCertificateNamesTheUserUntilItEnds() {
    Identity byName = identify(MtlsConfig.Name.CN, true, ann);
    assertEquals("ann", byName.principal().sub());
    assertEquals(2, byName.principal().roles().size());
    assertTrue(byName.principal().roles().containsAll(List.of("editor", "admin")));
    assertEquals(ann.getNotAfter().toInstant().toEpochMilli(), byName.expiresAt());
    assertTrue(byName.mayEnd());

    Identity byUri = identify(MtlsConfig.Name.SAN_URI, false, ann);
    assertEquals("spiffe://acme/ann", byUri.principal().sub());
    assertEquals(List.of(), byUri.principal().roles());
  }

  @Test
  void aTokenGoesFirstAndNoCertificateIsNobody() {
    MtlsAuthenticator mtls =
        new MtlsAuthenticator(new MtlsConfig(MtlsConfig.Name.CN, false), now::get);
    assertNull(mtls.identify(new PresentedHeaders("GET", "/", Map.of())));
    assertNull(
        mtls.identify(
            new PresentedHeaders("GET", "/", Map.of("Authorization", "Bearer forged"), ann)));
  }

  @Test
  void w11NamesOfTheServerAreRefused() {
    refuse("reserved", MtlsConfig.Name.CN, system);
    refuse("reserved", MtlsConfig.Name.SAN_URI, system);
  }

  @Test
  void aCertificateWithTwoNamesNamesNobody() {
    refuse("has 2", MtlsConfig.Name.CN, twoNames);
    refuse("has 2", MtlsConfig.Name.SAN_URI, twoNames);
  }

  @Test
  void aCertificateThatEndsOnAnOpenConnectionIsRefused() {
    now.set(ann.getNotAfter().toInstant().toEpochMilli() - 1);
    assertEquals("ann", identify(MtlsConfig.Name.CN, false, ann).principal().sub());
    now.incrementAndGet();
    refuse("expired", MtlsConfig.Name.CN, ann);
  }
}
