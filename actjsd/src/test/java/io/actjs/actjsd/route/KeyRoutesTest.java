package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.VersionedSources;
import io.actjs.model.ProblemCode;
import io.actjs.registry.RegistryOptions;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing keys and signed classes, against a server that takes signed classes only. */
class KeyRoutesTest {
  private static final String KEYS = "/v1/admin/signing-keys";
  private static DaemonFixture server;
  private static KeyPair pair;

  @BeforeAll
  static void start() throws Exception {
    server = DaemonFixture.of(DaemonConfig.ephemeral().withRegistry(new RegistryOptions(true)));
    pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer add(String kid, String pem) {
    return server.post(
        KEYS + "/" + kid,
        JsonNodeFactory.instance.objectNode().put("publicKeyPem", pem).toString());
  }

  private static String pem(KeyPair keys) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  @Test
  void scenario16KeysAreAddedListedAndRevoked() throws Exception {
    JsonNode added = add("sixteen", pem(pair)).assertStatus(201).json();
    assertEquals("sixteen", added.get("kid").textValue());
    assertEquals("EdDSA", added.get("algorithm").textValue());
    assertTrue(added.get("addedAt").longValue() > 1_500_000_000_000L);
    assertFalse(added.has("revokedAt"));
    add("sixteen", pem(pair)).assertProblem(ProblemCode.SigningKeyExists);

    JsonNode revoked = server.delete(KEYS + "/sixteen").assertStatus(200).json();
    assertTrue(revoked.get("revokedAt").longValue() >= added.get("addedAt").longValue());
    assertEquals(revoked, server.delete(KEYS + "/sixteen").assertStatus(200).json());
    JsonNode listed = null;
    for (JsonNode key : server.get(KEYS).assertStatus(200).json().get("keys")) {
      listed = key.get("kid").textValue().equals("sixteen") ? key : listed;
    }
    assertTrue(listed != null && listed.get("revokedAt").equals(revoked.get("revokedAt")));
    assertTrue(listed.get("publicKeyPem").textValue().contains("BEGIN PUBLIC KEY"));

    server.delete(KEYS + "/nobody").assertProblem(ProblemCode.SigningKeyNotFound);
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    add("rsa", pem(rsa)).assertProblem(ProblemCode.UnsupportedKeyType);
    assertEquals(400, add("junk", "junk").status());
    server.post(KEYS + "/none", "{}").assertProblem(ProblemCode.SchemaInvalid);
  }

  @Test
  void scenario15OnlyGoodSignaturesAreTaken() throws Exception {
    add("fifteen", pem(pair)).assertStatus(201);
    String source = VersionedSources.marked("Signed", "1");
    publish(source, null, null).assertProblem(ProblemCode.SignatureRequired);
    byte[] good = sign(source);
    publish(source, "nobody", good).assertProblem(ProblemCode.SignatureInvalid);
    byte[] flipped = good.clone();
    flipped[7] ^= 1;
    publish(source, "fifteen", flipped).assertProblem(ProblemCode.SignatureInvalid);
    publish(source + " ", "fifteen", good).assertProblem(ProblemCode.SignatureInvalid);
    publish(source, "fifteen", null).assertProblem(ProblemCode.SchemaInvalid);
    publish(source, null, good).assertProblem(ProblemCode.SchemaInvalid);

    JsonNode published = publish(source, "fifteen", good).assertStatus(201).json();
    assertEquals("fifteen", published.get("signedBy").textValue());
    assertEquals("source", published.get("signatureScope").textValue());
    JsonNode listed = server.get("/v1/classes/Signed/versions").json().get("versions").get(0);
    assertEquals("fifteen", listed.get("signedBy").textValue());
    assertEquals("source", listed.get("signatureScope").textValue());
    String actions =
        server
            .get("/v1/admin/audit?limit=3")
            .json()
            .get("entries")
            .findValuesAsText("action")
            .toString();
    assertTrue(actions.contains("class.signed"), actions);
    assertTrue(actions.contains("class.published"), actions);
  }

  private static Answer publish(String source, @Nullable String kid, byte @Nullable [] signature) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("version", "1.0.0").put("source", source);
    if (kid != null) {
      body.put("kid", kid);
    }
    if (signature != null) {
      body.put("signature", Base64.getEncoder().encodeToString(signature));
    }
    return server.post("/v1/classes/Signed/versions", body.toString());
  }

  private static byte[] sign(String source) throws Exception {
    byte[] sha =
        MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(
        ("sha256:" + HexFormat.of().formatHex(sha) + "|Signed@1.0.0")
            .getBytes(StandardCharsets.UTF_8));
    return signer.sign();
  }
}
