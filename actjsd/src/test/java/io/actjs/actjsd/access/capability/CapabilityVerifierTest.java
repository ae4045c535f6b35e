package io.actjs.actjsd.access.capability;

import static io.actjs.actjsd.access.capability.Minter.claims;
import static io.actjs.actjsd.access.capability.Minter.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.policy.capability.Capabilities;
import io.actjs.policy.capability.CapabilityTerms;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which capabilities hold, and what attackers make of them. */
class CapabilityVerifierTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long NOW_S = NOW / 1000;
  private static final String VECTOR =
      "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJhY3Rqcy10ZXN0Iiwic3ViIjoiTm90ZTpuMSIsIm10aCI6WyJjYWxsOnJlYWQiXSwiZXhwIjo0MTAyNDQ0ODAwLCJqdGkiOiIwMDAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEifQ.A_w08HTgS2xWk2UHItTW8UMqueMkpbop33gt3mg8UTsKxotcNfbFzT9evR5wtb_mhUdSYCQvoiPASIDqFYS8DA";

  private final Minter minter = new Minter();

  private CapabilityVerifier.Verified verify(String token) {
    return minter.verifier.verify(token, NOW);
  }

  private void refused(ProblemCode code, String token) {
    ActjsException refusal = assertThrows(ActjsException.class, () -> verify(token));
    assertEquals(code, refusal.code(), refusal.detail());
    assertEquals(401, refusal.code().httpStatus());
    if (token.length() > 40) {
      assertFalse(refusal.detail().contains(token.substring(token.length() - 20)));
    }
  }

  private void invalid(String token) {
    refused(ProblemCode.InvalidCapability, token);
  }

  @Test
  void theVectorOfTheOriginalVerifies() {
    CapabilityVerifier.Verified vector = verify(VECTOR);
    assertEquals("cap:Note:n1", vector.principal().sub());
    assertEquals(List.of("call:read"), vector.principal().capabilities());
    assertEquals(List.of(), vector.principal().roles());
    assertEquals(
        "{\"iss\":\"actjs-test\",\"jti\":\"00000000-0000-4000-8000-000000000001\",\"exp\":4102444800}",
        vector.principal().claims());
    assertEquals(4_102_444_800_000L, vector.expiresAt());
  }

  @Test
  void w95_withoutAKeyIdItHoldsOnlyWhileThereIsOneKey() {
    minter.add("cap-other", Minter.key(7));
    invalid(VECTOR);
    minter.capabilities.retire("cap-other", "root");
    verify(VECTOR);
    minter.capabilities.retire(Minter.KID, "root");
    invalid(VECTOR);
  }

  @Test
  void scenario54_whatIsMintedVerifies() {
    String token =
        minter
            .capabilities
            .mint(
                new CapabilityTerms(
                    new ActorRef("Note", "a:b"),
                    List.of("read", "add"),
                    List.of("read"),
                    "here",
                    60_000),
                "root",
                "admin")
            .token();
    CapabilityVerifier.Verified found = minter.verifier.verify(token, System.currentTimeMillis());
    assertEquals("cap:Note:a:b", found.principal().sub());
    assertEquals(List.of("call:read", "call:add", "read"), found.principal().capabilities());
  }

  @Test
  void methodsMayBeBare() {
    String token = minter.signed(claims("").replace("call:read\"", "read\",\"call:add\",\"add\""));
    assertEquals(List.of("call:read", "call:add"), verify(token).principal().capabilities());
  }

  @Test
  void w95_whatAnOlderKeyHasSignedHoldsUntilThatIsRetired() {
    String old = minter.signed(claims(""));
    String kid = minter.capabilities.rotate("root").kid();
    assertEquals(
        kid,
        minter
            .capabilities
            .mint(
                new CapabilityTerms(
                    new ActorRef("Note", "n1"), List.of("read"), List.of(), null, 1000),
                "root",
                "admin")
            .kid());
    verify(old);
    minter.capabilities.retire(Minter.KID, "root");
    refused(ProblemCode.CapabilityRevoked, old);
  }

  @Test
  void w96_whatIsRevokedHoldsNoMore() {
    String token = minter.signed(claims(""));
    verify(token);
    minter.capabilities.revoke("j", null, "root");
    refused(ProblemCode.CapabilityRevoked, token);
  }

  @Test
  void algorithmsOfAttackersAreNone() throws Exception {
    String payload = Minter.base64(claims(""));
    for (String alg : List.of("none", "None", "HS256", "ES256", "Ed25519", "eddsa")) {
      String head = "{\"alg\":\"" + alg + "\",\"typ\":\"JWT\",\"kid\":\"" + Minter.KID + "\"}";
      invalid(minter.signed(head, claims("")));
      invalid(Minter.base64(head) + '.' + payload + '.');
    }
    // The public key as the secret of an HMAC.
    String text =
        Minter.base64("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + Minter.KID + "\"}")
            + '.'
            + payload;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            minter.capabilities.key(Minter.KID).stored().publicKey().toArray(), "HmacSHA256"));
    invalid(text + '.' + Minter.base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII))));
  }

  @Test
  void headersOfAttackersAreNone() {
    for (String kid :
        List.of(
            "../../etc/passwd",
            "cap-unknown",
            "",
            "x".repeat(65),
            "x".repeat(4_000),
            "a\\u0062",
            "é")) {
      invalid(minter.signed(header(kid), claims("")));
    }
    for (String head :
        List.of(
            "{\"typ\":\"JWT\",\"alg\":\"EdDSA\"}",
            "{\"alg\":\"EdDSA\"}",
            "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"typ\":\"JWT\"}",
            "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"crit\":[\"b64\"],\"b64\":false}",
            "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"cap-vector\",\"kid\":\"cap-vector\"}",
            "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"jwk\":{}}",
            " {\"alg\":\"EdDSA\",\"typ\":\"JWT\"}",
            "{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}\n",
            "[]",
            "")) {
      invalid(minter.signed(head, claims("")));
    }
  }

  @Test
  void signaturesOfOthersAreNone() {
    String token = minter.signed(claims(""));
    String other = minter.signed(claims(",\"x\":1"));
    int end = token.lastIndexOf('.');
    invalid(token.substring(0, end) + other.substring(other.lastIndexOf('.')));
    invalid(token.substring(0, end + 1));
    invalid(token.substring(0, end));
    invalid(Minter.sign(Minter.key(7), token.substring(0, end)));
    // The same signature with the order of the group added to its second half.
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
    byte[] order =
        new java.math.BigInteger(
                "7237005577332262213973186563042994240857116359379907606001950938285454250989")
            .toByteArray();
    int carry = 0;
    for (int i = 0; i < 32; i++) {
      int sum = (signature[32 + i] & 0xff) + (order[order.length - 1 - i] & 0xff) + carry;
      signature[32 + i] = (byte) sum;
      carry = sum >> 8;
    }
    invalid(token.substring(0, end + 1) + Minter.base64(signature));
  }

  @Test
  void everyCharacterCounts() {
    String token = minter.signed(claims(""));
    invalid(token + '.');
    invalid(token + ".x");
    invalid(token + '=');
    invalid(token + 'A');
    invalid(token + '\n');
    invalid('.' + token);
    invalid(token.replaceFirst("\\.", ".."));
    // The last character of 64 bytes has four bits that say nothing.
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(token.charAt(token.length() - 1));
    for (int i = 1; i < 16; i++) {
      invalid(token.substring(0, token.length() - 1) + alphabet.charAt((last & 0x30) + i));
    }
    for (int i = 0; i < token.length(); i++) {
      char flipped = token.charAt(i) == 'A' ? 'B' : 'A';
      invalid(token.substring(0, i) + flipped + token.substring(i + 1));
    }
  }

  @Test
  void aHugeTokenIsNotLookedAt() {
    invalid(minter.signed(claims(",\"x\":\"" + "y".repeat(Capabilities.LONGEST) + "\"")));
    invalid("x".repeat(1 << 20));
    invalid(".".repeat(1 << 16));
  }

  @Test
  void w94_claimsAreChecked() {
    verify(minter.signed(claims(",\"nbf\":" + NOW_S + ",\"aud\":\"here\",\"more\":1")));
    verify(minter.signed(claims(",\"aud\":[\"there\",\"here\"]")));
    refused(ProblemCode.CapabilityNotYetValid, minter.signed(claims(",\"nbf\":" + (NOW_S + 1))));
    refused(
        ProblemCode.CapabilityExpired, minter.signed(claims("").replace("4102444800", "" + NOW_S)));
    verify(minter.signed(claims("").replace("4102444800", "" + (NOW_S + 1))));
    invalid(minter.signed(claims("").replace("actjs-test", "actjs")));
    invalid(minter.signed(claims(",\"aud\":\"there\"")));
    invalid(minter.signed(claims(",\"aud\":[]")));
    invalid(minter.signed(claims(",\"aud\":null")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"exp\":4102444800,",
        "\"iss\":\"actjs-test\",",
        "\"sub\":\"Note:n1\",",
        "\"mth\":[\"call:read\"],",
        ",\"jti\":\"j\""
      })
  void w94_aClaimThatIsMissingIsRefused(String claim) {
    invalid(minter.signed(claims("").replace(claim, "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"exp\":null",
        "\"exp\":\"4102444800\"",
        "\"exp\":4102444800.5",
        "\"exp\":1e99",
        "\"exp\":-1",
        "\"exp\":99999999999999999999",
        "\"exp\":4102444800000"
      })
  void timesOfAttackersAreNone(String exp) {
    invalid(minter.signed(claims("").replace("\"exp\":4102444800", exp)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Note", "Note:", ":n1", "no te:n1", "", "1:n1", "Note:\\u0000", "__proto__ :x"})
  void subsOfAttackersAreNone(String sub) {
    invalid(minter.signed(claims("").replace("Note:n1", sub)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"mth\":\"call:read\"",
        "\"mth\":[1]",
        "\"mth\":[\"\"]",
        "\"mth\":{}",
        "\"mth\":[\"call:read\"],\"grt\":[\"admin\"]",
        "\"mth\":[\"call:read\"],\"grt\":\"read\"",
        "\"mth\":[\"call:read\"],\"grt\":[\"__proto__\"]",
        "\"mth\":[\"call:read\"],\"mth\":[\"call:write\"]",
        "\"mth\":[\"call:read\"],\"sub\":\"Note:n2\""
      })
  void methodsOfAttackersAreNone(String mth) {
    invalid(minter.signed(claims("").replace("\"mth\":[\"call:read\"]", mth)));
  }

  @Test
  void claimsThatAreNoObjectAreNone() {
    for (String text : List.of("", "[]", "null", "1", "{", claims("") + "x", claims("") + "{}")) {
      invalid(minter.signed(text));
    }
  }
}
