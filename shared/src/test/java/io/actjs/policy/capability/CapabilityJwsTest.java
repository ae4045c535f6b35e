package io.actjs.policy.capability;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text of capabilities, held against the vector of the original's specification (§34). */
class CapabilityJwsTest {
  private static final String VECTOR =
      "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJhY3Rqcy10ZXN0Iiwic3ViIjoiTm90ZTpuMSIsIm10aCI6WyJjYWxsOnJlYWQiXSwiZXhwIjo0MTAyNDQ0ODAwLCJqdGkiOiIwMDAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEifQ.A_w08HTgS2xWk2UHItTW8UMqueMkpbop33gt3mg8UTsKxotcNfbFzT9evR5wtb_mhUdSYCQvoiPASIDqFYS8DA";
  private static final String CLAIMS =
      CapabilityJws.claims(
          new CapabilityTerms(new ActorRef("Note", "n1"), List.of("read"), List.of(), null, 1),
          "actjs-test",
          4_102_444_800L,
          "00000000-0000-4000-8000-000000000001");

  private static MintingKey key() {
    byte[] seed = new byte[32];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) i;
    }
    byte[] info =
        Base64.getDecoder().decode("MCowBQYDK2VwAyEAA6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=");
    byte[] raw = new byte[32];
    System.arraycopy(info, info.length - 32, raw, 0, 32);
    return MintingKey.of(
        new CapabilityKey(
            "cap-vector", Bytes.of(raw), KeySeal.NONE.seal(Bytes.of(seed), "it"), 1, 0),
        KeySeal.NONE);
  }

  @Test
  void claimsAreThoseOfTheOriginalByteForByte() {
    byte[] payload = Base64.getUrlDecoder().decode(VECTOR.split("\\.", -1)[1]);
    assertEquals(new String(payload, StandardCharsets.UTF_8), CLAIMS);
  }

  @Test
  void signaturesAreThoseOfTheOriginalByteForByte() {
    int end = VECTOR.lastIndexOf('.');
    byte[] signed = VECTOR.substring(0, end).getBytes(StandardCharsets.US_ASCII);
    byte[] signature = Base64.getUrlDecoder().decode(VECTOR.substring(end + 1));
    assertTrue(key().verifies(signed, signature));
    assertArrayEquals(signature, key().sign(signed));
  }

  @Test
  void ofOurOwnTheHeaderNamesTheKey() {
    String token = CapabilityJws.sign(key(), CLAIMS);
    byte[] header = Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]);
    assertEquals(
        "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"cap-vector\"}",
        new String(header, StandardCharsets.US_ASCII));
  }
}
