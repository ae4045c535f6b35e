package io.actjs.actjsd.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PEM files as they are made, and as they are mixed up. */
class PemTest {
  @TempDir Path temp;

  private static Certificate read(Path certificate, Path key) {
    return Certificate.of(PemFile.read(certificate), PemFile.read(key));
  }

  private static Certificate read(String certificate, String key) {
    return read(TestTls.file(certificate), TestTls.file(key));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa.pem, rsa.key, RSA, 2",
    "rsa.pem, rsa-pkcs1.key, RSA, 2",
    "ec.pem, ec.key, EC, 1",
    "ec.pem, ec-sec1.key, EC, 1",
    "ed25519.pem, ed25519.key, EdDSA, 1",
  })
  void everyKindOfKeyIsRead(String certificate, String key, String algorithm, int chain) {
    Certificate read = read(certificate, key);
    assertEquals(algorithm, read.key().getAlgorithm());
    assertEquals(chain, read.chain().size());
    assertEquals(
        Set.of("localhost", "actjs.test", "*.shop.test", "127.0.0.1", "0:0:0:0:0:0:0:1"),
        read.names());
    assertNull(read.objection(Instant.now()));
  }

  @Test
  void aCertificateAndItsKeyMayBeInOneFile() throws IOException {
    Path both = temp.resolve("both.pem");
    Files.writeString(
        both,
        "Bag Attributes\r\n    localKeyID: 01\r\n"
            + Files.readString(TestTls.file("ec-sec1.key"))
            + Files.readString(TestTls.file("ec.pem")));
    assertEquals(1, read(both, both).chain().size());
  }

  @Test
  void timeIsLookedAt() {
    Certificate expired = read("expired.pem", "ec.key");
    assertTrue(
        Objects.requireNonNull(expired.objection(Instant.now())).contains("expired on 2021-01-01"));
    assertNull(expired.objection(Instant.parse("2020-06-01T00:00:00Z")));
    assertNotNull(expired.objection(Instant.parse("2019-06-01T00:00:00Z")));
  }

  private static void assertRefused(Path certificate, Path key, Path wrong, String reason) {
    ActjsException e = assertThrows(ActjsException.class, () -> read(certificate, key));
    assertEquals(ProblemCode.SchemaInvalid, e.code());
    assertTrue(e.detail().startsWith(wrong.toString()), e.detail());
    assertTrue(e.detail().contains(reason), e.detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ec.key            | ec.key             | has no certificate but \"PRIVATE KEY\"",
        "der.pem           | ec.key             | is DER",
        "rsa.pem           | rsa.pem            | has no private key but \"CERTIFICATE\"",
        "rsa.pem           | encrypted.key      | is encrypted",
        "rsa.pem           | encrypted-pkcs1.key | is encrypted",
        "rsa.pem           | ec.key             | is not the key of the certificate",
        "ec.pem            | client.key         | is not the key of the certificate",
      })
  void aFileOfTheWrongKindIsNamed(String certificate, String key, String reason) {
    Path wrong =
        TestTls.file(
            reason.contains("no certificate") || reason.contains("DER") ? certificate : key);
    assertRefused(TestTls.file(certificate), TestTls.file(key), wrong, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                         | is empty",
        "nonsense                                   | is no PEM file",
        "-----BEGIN CERTIFICATE-----\\nMIIB         | ends in the middle of a block",
        "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----  | number 1, that cannot be read",
        "-----BEGIN CERTIFICATE-----\\n!!!!\\n-----END CERTIFICATE-----  | number 1, that cannot be read",
        "-----BEGIN PUBLIC KEY-----\\nMIIB\\n-----END PUBLIC KEY-----    | \"PUBLIC KEY\"",
      })
  void whatIsNoCertificateIsNamed(String text, String reason) throws IOException {
    Path file = Files.writeString(temp.resolve("cert.pem"), text.replace("\\n", "\n"));
    assertRefused(file, TestTls.file("ec.key"), file, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PRIVATE KEY     | MIIB     | damaged",
        "PRIVATE KEY     | !!!!     | damaged",
        "RSA PRIVATE KEY | MIIB     | cannot be read",
        "EC PRIVATE KEY  | MIIB     | cannot be read",
        "EC PRIVATE KEY  | MHcC     | cannot be read",
        "EC PRIVATE KEY  | MAMCAQE= | does not name its curve",
        "DSA PRIVATE KEY | MAMCAQE= | of the kind \"DSA PRIVATE KEY\"",
        "OPENSSH PRIVATE KEY | b3Bl | of the kind \"OPENSSH PRIVATE KEY\"",
      })
  void whatIsNoKeyIsNamedAndNeverShown(String label, String text, String reason)
      throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("key.pem"),
            "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
    assertRefused(TestTls.file("ec.pem"), file, file, reason);
    ActjsException e = assertThrows(ActjsException.class, () -> read(TestTls.file("ec.pem"), file));
    assertFalse(e.detail().contains(text), e.detail());
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    Path missing = temp.resolve("missing.pem");
    assertRefused(missing, TestTls.file("ec.key"), missing, "does not exist");
    assertRefused(temp, TestTls.file("ec.key"), temp, "is a directory");
    Path large = temp.resolve("large.pem");
    Files.write(large, new byte[(1 << 20) + 1]);
    assertRefused(large, TestTls.file("ec.key"), large, "larger than 1 MiB");
  }

  @Test
  void theServersCertificateHasToBeTheFirst() throws IOException {
    Path turned = temp.resolve("turned.pem");
    Files.writeString(
        turned,
        Files.readString(TestTls.file("ca.pem")) + Files.readString(TestTls.file("ec.pem")));
    assertRefused(
        turned, TestTls.file("ec.key"), TestTls.file("ec.key"), "has to be the server's own");
  }
}
