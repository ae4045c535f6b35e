package io.actjs.actjsd.access.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.actjs.actjsd.access.Identity;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final long NOW_S = 1_800_000_000;
  private static final String RSA_HEADER = Issuer.header("RS256", "rsa");

  @TempDir private Path folder;
  private final List<JWK> keys = new ArrayList<>(List.of(Issuer.rsaKey()));
  private JwtConfig config;

  @BeforeEach
  void configure() {
    config = JwtConfig.of(file().toString(), Issuer.AUDIENCE);
  }

  private Path file() {
    return folder.resolve("keys.json");
  }

  private Identity verify(String token) {
    return verifyAt(System.currentTimeMillis(), token);
  }

  private Identity verifyAt(long nowMs, String token) {
    try {
      Files.writeString(file(), Issuer.keySet(keys));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    IssuerKeys issuer = new IssuerKeys(config.keys(), Clock.SYSTEM);
    issuer.begin();
    return new TokenVerifier(config, issuer).verify(token, nowMs);
  }

  private void refuse(String why, String token) {
    ActjsException e = assertThrows(ActjsException.class, () -> verify(token));
    assertEquals(ProblemCode.Unauthorized, e.code());
    assertTrue(e.detail().contains(why), e.detail());
    assertFalse(e.detail().contains(token));
  }

  private static String rs(String claims) {
    return Issuer.rs256(RSA_HEADER, claims);
  }

  @Test
  void aPrincipalIsMadeOfTheClaims() {
    Identity known =
        verify(rs(Issuer.claims("ann", "\"roles\":[\"editor\",\"admin\"],\"tenant\":\"acme\"")));
    Principal ann = known.principal();
    assertEquals("ann", ann.sub());
    assertEquals(List.of("editor", "admin"), ann.roles());
    assertEquals("acme", ann.tenant());
    assertTrue(ann.claims().contains("\"aud\":\"shop\""), ann.claims());
    assertEquals(List.of(), ann.capabilities());

    assertEquals(
        List.of("read", "write"),
        verify(rs(Issuer.claims("ann", "\"scope\":\"read  write\""))).principal().roles());
    config = config.withClaims("realm_access.roles", "https://acme.example/tenant");
    Principal bob =
        verify(
                rs(
                    Issuer.claims(
                        "bob",
                        "\"realm_access\":{\"roles\":[\"a\"]},\"roles\":[\"admin\"],"
                            + "\"https://acme.example/tenant\":\"t1\"")))
            .principal();
    assertEquals(List.of("a"), bob.roles());
    assertEquals("t1", bob.tenant());
  }

  @Test
  void everyAlgorithmVerifiesWithItsOwnKindOfKey() {
    try (Issuer issuer = new Issuer()) {
      config = JwtConfig.of(issuer.url(), Issuer.AUDIENCE);
      assertEquals("a", verify(Issuer.rs256(RSA_HEADER, Issuer.claims("a", ""))).principal().sub());
      String es = Issuer.es256(Issuer.header("ES256", "ec"), Issuer.claims("b", ""));
      assertEquals("b", verify(es).principal().sub());
      String ed = Issuer.edDsa(Issuer.header("EdDSA", "ed"), Issuer.claims("c", ""));
      assertEquals("c", verify(ed).principal().sub());
      refuse("signature", ed.substring(0, ed.length() - 6) + "AAAAAA");
      refuse("key", Issuer.es256(Issuer.header("ES256", "rsa"), Issuer.claims("b", "")));
      refuse("key", Issuer.edDsa(Issuer.header("EdDSA", "ec"), Issuer.claims("b", "")));
    }
  }

  @Test
  void w15AlgorithmNoneIsRefusedInEverySpelling() {
    for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
      String header = "{\"alg\":\"" + none + "\",\"kid\":\"rsa\"}";
      refuse("token", Issuer.joined(header, Issuer.claims("ann", ""), ""));
      refuse("token", Issuer.joined(header, Issuer.claims("ann", ""), "AAAA"));
    }
    refuse("token", Issuer.joined("{\"kid\":\"rsa\"}", Issuer.claims("ann", ""), "AAAA"));
  }

  @Test
  void w14HmacWithThePublicKeyOfAnRsaKeyVerifiesNever() throws Exception {
    keys.add(Issuer.octKey());
    byte[] der = Issuer.rsaKey().toRSAPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    List<byte[]> secrets =
        List.of(
            der,
            pem.getBytes(StandardCharsets.US_ASCII),
            Issuer.rsaKey().getModulus().decode(),
            Issuer.rsaKey().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8));
    for (boolean named : new boolean[] {false, true}) {
      if (named) {
        config = config.withAlgorithms(EnumSet.of(JwtAlgorithm.RS256, JwtAlgorithm.HS256));
      }
      for (byte[] secret : secrets) {
        String forged =
            Issuer.hs256(secret, Issuer.header("HS256", "rsa"), Issuer.claims("ann", ""));
        refuse(named ? "key is not among" : "does not accept", forged);
      }
    }
    String right =
        Issuer.hs256(
            Issuer.octKey().toByteArray(), Issuer.header("HS256", "oct"), Issuer.claims("ann", ""));
    assertEquals("ann", verify(right).principal().sub());
    config = config.withAlgorithms(JwtAlgorithm.DEFAULT);
    refuse("does not accept", right);
  }

  @Test
  void w14OnlyTheKeyThatTheTokenNamesIsTried() {
    for (String kid :
        List.of(
            "other",
            "../../../../etc/passwd",
            "' UNION SELECT 'x' --",
            "https://evil.example/keys",
            "RSA",
            "rsa ")) {
      refuse("key is not among", Issuer.rs256(Issuer.header("RS256", kid), Issuer.claims("a", "")));
    }
    refuse("name its key", Issuer.rs256("{\"alg\":\"RS256\"}", Issuer.claims("a", "")));
    refuse(
        "name its key",
        Issuer.rs256(Issuer.header("RS256", "k".repeat(5000)), Issuer.claims("a", "")));
    refuse("name its key", Issuer.rs256(Issuer.header("RS256", ""), Issuer.claims("a", "")));
  }

  @Test
  void w14UseAndAlgorithmOfTheKeyHaveToFit() {
    RSAKey rsa = Issuer.rsaKey();
    String token = rs(Issuer.claims("ann", ""));
    keys.set(0, new RSAKey.Builder(rsa).keyUse(KeyUse.ENCRYPTION).build());
    refuse("key is not among", token);
    keys.set(0, new RSAKey.Builder(rsa).algorithm(com.nimbusds.jose.JWSAlgorithm.RS512).build());
    refuse("key is not among", token);
    keys.set(
        0,
        new RSAKey.Builder(rsa)
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(com.nimbusds.jose.JWSAlgorithm.RS256)
            .build());
    assertEquals("ann", verify(token).principal().sub());
    keys.add(Issuer.rsa("rsa"));
    refuse("key is not among", token);
  }

  @Test
  void w14KeysThatTheTokenBringsAlongAreNotLookedAt() {
    RSAKey own = Issuer.rsa("rsa");
    try (Issuer evil = new Issuer()) {
      for (String member :
          List.of(
              "\"jwk\":" + own.toPublicJWK().toJSONString(),
              "\"jku\":\"" + evil.url() + "\"",
              "\"x5u\":\"" + evil.url() + "\"")) {
        String header = "{\"alg\":\"RS256\",\"kid\":\"rsa\"," + member + "}";
        refuse("signature", Issuer.rs256(own, header, Issuer.claims("ann", "")));
        assertEquals(
            "ann", verify(Issuer.rs256(header, Issuer.claims("ann", ""))).principal().sub());
      }
      assertEquals(0, evil.fetches.get());
    }
  }

  @Test
  void w15AForgedTokenIsRefused() {
    String token = rs(Issuer.claims("ann", ""));
    String[] parts = token.split("\\.");
    refuse(
        "signature", parts[0] + "." + Base64URL.encode(Issuer.claims("eve", "")) + "." + parts[2]);
    refuse("signature", Issuer.rs256(Issuer.rsa("rsa"), RSA_HEADER, Issuer.claims("ann", "")));
    refuse("no JSON Web Token", parts[0] + "." + parts[1] + ".");
    refuse("no JSON Web Token", parts[0] + "." + parts[1]);
    refuse("no JSON Web Token", token + "." + parts[2]);
    refuse("no JSON Web Token", token + "=");
    refuse("no JSON Web Token", token.substring(0, token.length() - 1) + "\n" + "A");
    refuse(
        "no JSON Web Token",
        "{\"payload\":\""
            + parts[1]
            + "\",\"signatures\":[{\"protected\":\""
            + parts[0]
            + "\",\"signature\":\""
            + parts[2]
            + "\"},{}]}");
    refuse("16 KiB", token + "A".repeat(20_000));
  }

  @Test
  void w15AudienceAndIssuerHaveToBeRight() {
    config = config.withIssuer("https://id.example/");
    refuse("iss", rs(Issuer.claims("ann", "")));
    refuse("iss", rs(Issuer.claims("ann", "\"iss\":\"https://id.example\"")));
    String iss = "\"iss\":\"https://id.example/\"";
    assertEquals("ann", verify(rs(Issuer.claims("ann", iss))).principal().sub());
    String claims = Issuer.claims("ann", iss);
    assertEquals(
        "ann", verify(rs(claims.replace("\"shop\"", "[\"x\",\"shop\"]"))).principal().sub());
    for (String aud : List.of("\"shop2\"", "[]", "[\"x\"]", "null", "\"\"", "7", "[[\"shop\"]]")) {
      refuse("aud", rs(claims.replace("\"shop\"", aud)));
    }
    config = config.withAnyAudience();
    assertEquals("ann", verify(rs(claims.replace("\"shop\"", "\"any\""))).principal().sub());
  }

  @ParameterizedTest
  @CsvSource({
    "-60, 0, 0, false",
    "-59, 0, 0, true",
    "1, 60, 60, true",
    "1, 61, 0, false",
    "1, 0, 61, false",
    "1, -99999999, -99999999, true"
  })
  void w15TimesHoldWithinAMinute(long exp, long nbf, long iat, boolean holds) {
    String token =
        rs(
            "{\"sub\":\"ann\",\"aud\":\"shop\",\"exp\":%d,\"nbf\":%d,\"iat\":%d}"
                .formatted(NOW_S + exp, NOW_S + nbf, NOW_S + iat));
    if (holds) {
      Identity known = verifyAt(NOW_S * 1000, token);
      assertEquals((NOW_S + exp + 60) * 1000, known.expiresAt());
      assertTrue(known.mayEnd());
    } else {
      assertThrows(ActjsException.class, () -> verifyAt(NOW_S * 1000, token));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"exp\":null",
        "\"exp\":\"4102444800\"",
        "\"exp\":-1",
        "\"exp\":1e300",
        "\"exp\":[]"
      })
  void w15ATokenThatNeverExpiresIsRefused(String exp) {
    refuse("exp", rs("{\"sub\":\"ann\",\"aud\":\"shop\"" + (exp.isEmpty() ? "" : "," + exp) + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "system",
        "anonymous",
        "cap:Note:n1",
        "",
        " system",
        "a\\u0000b",
        "a\\nb",
        "a\\u200bb",
        "a\\ud800",
        "a\\u202eb"
      })
  void w11NamesOfTheServerAndNamesThatCannotBeShownAreRefused(String sub) {
    refuse("sub", rs(Issuer.claims(sub, "")));
  }

  @Test
  void w11ANameIsAShortText() {
    refuse("sub", rs(Issuer.claims("a".repeat(10_000), "")));
    refuse("sub", rs(Issuer.claims("a".repeat(256), "")));
    assertEquals(255, verify(rs(Issuer.claims("a".repeat(255), ""))).principal().sub().length());
    for (String sub : List.of("7", "null", "[\"ann\"]", "{\"a\":1}", "true")) {
      refuse("sub", rs(Issuer.claims("x", "").replace("\"x\"", sub)));
    }
    refuse("role", rs(Issuer.claims("ann", "\"roles\":[\"system\"]")));
    refuse("role", rs(Issuer.claims("ann", "\"roles\":\"admin\"")));
    refuse("role", rs(Issuer.claims("ann", "\"roles\":[1]")));
    refuse("tenant", rs(Issuer.claims("ann", "\"tenant\":{}")));
  }

  @Test
  void claimsThatStandThereTwiceAreRefused() {
    refuse("two members", rs(Issuer.claims("ann", "\"sub\":\"eve\"")));
    refuse("two members", rs(Issuer.claims("ann", "\"x\":{\"a\":1,\"a\":2}")));
    refuse(
        "token",
        Issuer.rs256("{\"alg\":\"RS256\",\"kid\":\"x\",\"kid\":\"rsa\"}", Issuer.claims("a", "")));
    refuse("object", rs("[1]"));
    refuse("JSON", rs("ann"));
    refuse("JSON", rs("{\"a\":".repeat(1000)));
  }

  @Test
  void headersThatAskForMoreAreRefused() {
    String claims = Issuer.claims("ann", "");
    refuse(
        "crit",
        Issuer.rs256("{\"alg\":\"RS256\",\"kid\":\"rsa\",\"crit\":[\"exp\"],\"exp\":1}", claims));
    refuse(
        "crit",
        Issuer.rs256(
            "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"b64\":false,\"crit\":[\"b64\"]}", claims));
    refuse(
        "typ", Issuer.rs256("{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"logout+jwt\"}", claims));
    assertEquals(
        "ann",
        verify(Issuer.rs256("{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"at+JWT\"}", claims))
            .principal()
            .sub());
  }

  @Test
  void aFileOfKeysHasToBeThereAtTheStart() throws Exception {
    for (String text :
        List.of("", "<html>", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\"}]}")) {
      Files.writeString(file(), text);
      ActjsException e = assertThrows(ActjsException.class, () -> config.open());
      assertEquals(ProblemCode.SchemaInvalid, e.code());
      assertTrue(e.detail().contains("keys.json"), e.detail());
    }
    Files.writeString(file(), " ".repeat(300 << 10));
    assertTrue(
        assertThrows(ActjsException.class, () -> config.open()).detail().contains("256 KiB"));
    Files.delete(file());
    assertTrue(
        assertThrows(ActjsException.class, () -> config.open()).detail().contains("no such"));
  }

  @Test
  void keysAreFetchedInTheClearFromThisMachineOnly() {
    for (String url :
        List.of(
            "http://id.example/keys",
            "http://127.0.0.1.example/k",
            "https:///k",
            "https://a:b@c/k",
            "https://ü x")) {
      assertEquals(
          ProblemCode.SchemaInvalid,
          assertThrows(ActjsException.class, () -> JwtConfig.source(url)).code());
    }
    assertEquals(
        "https://id.example/k", JwtConfig.source("https://id.example/k?key=secret").place());
    assertEquals(
        Set.of(JwtAlgorithm.RS256, JwtAlgorithm.ES256, JwtAlgorithm.EdDSA), config.algorithms());
  }
}
