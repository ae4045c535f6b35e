package io.actjs.bench.work;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes JSON Web Tokens signed with RS256, with claims as identity providers have them. */
public final class Issuer {
  private static final int HOUR_S = 3600;

  private final RSAKey key;
  private final String audience;

  private Issuer(RSAKey key, String audience) {
    this.key = key;
    this.audience = audience;
  }

  /** With a new key. */
  public static Issuer open(String audience) {
    try {
      return new Issuer(new RSAKeyGenerator(2048).keyID("bench").generate(), audience);
    } catch (JOSEException e) {
      throw new BenchFailure("no key: " + e.getMessage());
    }
  }

  /** Writes the public key as a JWK set. */
  public Path writeKeys(Path directory) throws IOException {
    return Files.writeString(
        Files.createDirectories(directory).resolve("keys.json"), new JWKSet(key).toString());
  }

  /** A token that holds for an hour. */
  public String token(String sub, String role) {
    long now = System.currentTimeMillis() / 1000;
    String claims =
        """
        {"iss":"https://id.example.org/","sub":"%s","aud":"%s","iat":%d,"exp":%d,\
        "jti":"6f1f64a2-8d7e-4c4c-9a35-4b5b7f1b1c11","email":"%s@example.org","roles":["%s"]}"""
            .formatted(sub, audience, now, now + HOUR_S, sub, role);
    try {
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
              new Payload(claims));
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new BenchFailure("no token: " + e.getMessage());
    }
  }
}
