package io.actjs.registry;

import static io.actjs.registry.Fixture.NOW;
import static io.actjs.registry.Fixture.ref;
import static io.actjs.registry.Fixture.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.Sha256;
import io.actjs.model.SignedBy;
import io.actjs.model.SigningKey;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningTest {
  private static final String PEM =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=
      -----END PUBLIC KEY-----
      """;
  private static final String TINY_SHA =
      "d6b51a9af7cc577fa0fdded0b9361276e36a82b8b5b70484935d9e4f5665d632";
  private static final String VECTOR =
      "EvMQ57RdywU+n8H7DYfmn2Eq20fWaDtDRt1zsYJajIDfDLDz5rSIx9JRGe49r6fjI3ZnVDI0+BzTT/hnBlOrBQ==";
  private static final Map<String, String> DEPS = Map.of("Item", "^1.0.0", "A", "\"*");
  private static final Map<String, String> ENGINES = Map.of("actjs", ">=0.1.0");

  private final Fixture fixture = new Fixture();
  private final SigningKeys keys = SigningKeys.over(fixture.store, fixture.clock);

  private static PublishRequest signed(String version, String kid, String base64) {
    return Fixture.request(
        "Tiny", version, Map.of(), Map.of(), false, new PublishRequest.Signature(kid, base64));
  }

  private ClassVersion publish(PublishRequest request) {
    return fixture.registry.publish(request, "test");
  }

  private ProblemCode refusedSignature(String kid, String base64) {
    return refused(() -> publish(signed("1.0.0", kid, base64)));
  }

  private static String sign(SigningMessage message) {
    byte[] seed = new byte[32];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) i;
    }
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, new Ed25519PrivateKeyParameters(seed));
    signer.update(message.bytes(), 0, message.bytes().length);
    return Base64.getEncoder().encodeToString(signer.generateSignature());
  }

  @Test
  void theMessageOfASourceIsThatOfTheVector() {
    SigningMessage message = SigningMessage.source(ref("Tiny@1.0.0"), TINY_SHA);

    assertEquals("sha256:" + TINY_SHA + "|Tiny@1.0.0", message.text());
    assertEquals(VECTOR, sign(message));
  }

  @Test
  void theMessageOfAReleaseCoversDepsEnginesAndFlags() {
    String text =
        "{\"deps\":{\"A\":\"\\\"*\",\"Item\":\"^1.0.0\"},\"engines\":{\"actjs\":\">=0.1.0\"},"
            + "\"floating\":true}";

    assertEquals(
        "sha256:" + TINY_SHA + "|Tiny@1.0.0|release:" + Sha256.of(text),
        SigningMessage.release(ref("Tiny@1.0.0"), TINY_SHA, DEPS, ENGINES, true).text());
    assertEquals(
        "sha256:"
            + TINY_SHA
            + "|Tiny@1.0.0|release:"
            + Sha256.of("{\"deps\":{},\"engines\":{},\"floating\":false}"),
        SigningMessage.release(ref("Tiny@1.0.0"), TINY_SHA, Map.of(), Map.of(), false).text());
  }

  @Test
  void scenario15ASignedPublishSaysWhoSigned() {
    keys.add("k1", PEM, "test");
    ClassVersion version = publish(signed("1.0.0", "k1", VECTOR));

    assertEquals(new SignedBy("k1", VECTOR, SignedBy.Scope.SOURCE), version.signedBy());
    assertEquals(version, fixture.open(true).version(version.ref()));
    List<AuditEntry> audit = fixture.store.auditLog(2);
    assertEquals(
        List.of("class.signed", "class.published"),
        audit.stream().map(AuditEntry::action).toList());
    assertEquals(
        "{\"sha256\":\"" + TINY_SHA + "\",\"kid\":\"k1\",\"scope\":\"SOURCE\"}",
        audit.getFirst().meta());
    assertTrue(audit.getLast().meta().contains("\"signedBy\":\"k1\""), audit::toString);
  }

  @Test
  void w54_aReleaseSignatureHoldsForExactlyItsDepsEnginesAndFlags() {
    keys.add("k1", PEM, "test");
    Map<String, String> deps = Map.of("Item", "^1.0.0");
    PublishRequest.Signature signature =
        new PublishRequest.Signature(
            "k1", sign(SigningMessage.release(ref("Tiny@1.0.0"), TINY_SHA, deps, ENGINES, true)));

    for (PublishRequest other :
        List.of(
            Fixture.request("Tiny", "1.0.0", Map.of(), ENGINES, true, signature),
            Fixture.request("Tiny", "1.0.0", Map.of("Item", "^1"), ENGINES, true, signature),
            Fixture.request("Tiny", "1.0.0", deps, Map.of(), true, signature),
            Fixture.request("Tiny", "1.0.0", deps, ENGINES, false, signature),
            Fixture.request("Tiny", "1.0.1", deps, ENGINES, true, signature))) {
      assertEquals(ProblemCode.SignatureInvalid, refused(() -> publish(other)));
    }
    ClassVersion version =
        publish(Fixture.request("Tiny", "v1.0.0", deps, ENGINES, true, signature));
    assertEquals(
        new SignedBy("k1", signature.base64(), SignedBy.Scope.RELEASE), version.signedBy());
  }

  @Test
  void scenario15UnsignedIsRefusedWhereSignaturesAreRequired() {
    ClassRegistry strict = fixture.open(true);
    keys.add("k1", PEM, "test");

    assertEquals(
        ProblemCode.SignatureRequired,
        refused(() -> strict.publish(Fixture.request("Tiny", "1.0.0"), "test")));
    strict.publish(signed("1.0.0", "k1", VECTOR), "test");
    assertNull(fixture.publish("Tiny", "2.0.0").signedBy());
  }

  @Test
  void scenario15BadSignaturesAreInvalid() {
    assertEquals(ProblemCode.SignatureInvalid, refusedSignature("k1", VECTOR));
    keys.add("k1", PEM, "test");
    byte[] flipped = Base64.getDecoder().decode(VECTOR);
    flipped[40] ^= 1;
    assertEquals(
        ProblemCode.SignatureInvalid,
        refusedSignature("k1", Base64.getEncoder().encodeToString(flipped)));
    assertEquals(ProblemCode.SignatureInvalid, refusedSignature("k1", ""));
    assertEquals(ProblemCode.SignatureInvalid, refusedSignature("k1", "no base64"));
    assertEquals(ProblemCode.SignatureInvalid, refusedSignature("k1", VECTOR.substring(4)));
    assertEquals(ProblemCode.SignatureInvalid, refusedSignature("k2", VECTOR));
    assertEquals(
        ProblemCode.SignatureInvalid, refused(() -> publish(signed("1.0.1", "k1", VECTOR))));
    assertEquals(List.of(), fixture.registry.names());
  }

  @Test
  void scenario15ARevokedKeySignsNothingNewAndUnpublishesNothing() {
    keys.add("k1", PEM, "test");
    ClassVersion version = publish(signed("1.0.0", "k1", VECTOR));
    keys.revoke("k1", "test");
    String next = sign(SigningMessage.source(ref("Tiny@1.0.1"), TINY_SHA));

    assertEquals(ProblemCode.SignatureInvalid, refused(() -> publish(signed("1.0.1", "k1", next))));
    assertEquals(version, fixture.open(true).version(version.ref()));
  }

  @Test
  void scenario16_w55_keysAreAddedListedAndRevokedAndStored() {
    SigningKey first = keys.add("k1", PEM, "admin");
    fixture.clock.advance(5);
    SigningKey second = keys.add("k2", PEM, "admin");
    fixture.clock.advance(5);
    SigningKey revoked = keys.revoke("k1", "admin");
    fixture.clock.advance(5);

    assertEquals(new SigningKey("k1", PEM, NOW, NOW + 10), revoked);
    assertEquals(new SigningKey("k1", PEM, NOW, null), first);
    assertEquals(revoked, keys.revoke("k1", "admin"));
    assertEquals(List.of(revoked, second), SigningKeys.over(fixture.store, fixture.clock).list());
    assertEquals(
        List.of("signing-key.revoked k1", "signing-key.added k2", "signing-key.added k1"),
        fixture.store.auditLog(10).stream()
            .map(entry -> entry.action() + " " + entry.target())
            .toList());
  }

  @Test
  void scenario16BadKeysAreRefused() throws NoSuchAlgorithmException {
    keys.add("k1", PEM, "test");
    assertEquals(ProblemCode.SigningKeyExists, refused(() -> keys.add("k1", PEM, "test")));
    assertEquals(ProblemCode.SigningKeyNotFound, refused(() -> keys.revoke("k2", "test")));
    assertEquals(ProblemCode.SchemaInvalid, refused(() -> keys.add("", PEM, "test")));
    assertEquals(ProblemCode.SchemaInvalid, refused(() -> keys.add("a b", PEM, "test")));
    for (String algorithm : List.of("RSA", "EC", "Ed448", "X25519")) {
      byte[] spki =
          KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic().getEncoded();
      String pem =
          "-----BEGIN PUBLIC KEY-----\n"
              + Base64.getMimeEncoder().encodeToString(spki)
              + "\n-----END PUBLIC KEY-----\n";
      assertEquals(
          ProblemCode.UnsupportedKeyType, refused(() -> keys.add("other", pem, "test")), algorithm);
    }
    assertEquals(1, keys.list().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "key",
        "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=\n",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAA6EHv/POEL4dcA==\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----\n",
        "-----BEGIN CERTIFICATE-----\nMCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=\n-----END CERTIFICATE-----\n",
      })
  void scenario16WhatIsNoPublicKeyIsRefused(String pem) {
    ActjsException e = assertThrows(ActjsException.class, () -> keys.add("k", pem, "test"));

    assertEquals(ProblemCode.SchemaInvalid, e.code(), e::detail);
  }
}
