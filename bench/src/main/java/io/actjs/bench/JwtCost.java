package io.actjs.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.actjs.bench.load.Clients;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.bench.server.Subject;
import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.Median;
import io.actjs.bench.work.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a user costs: calls per second over HTTP that each present a JSON Web Token signed with
 * RS256, beside calls that present nothing on the same server in turn.
 */
final class JwtCost implements Figure {
  private static final int CONCURRENCY = 64;
  private static final int ACTORS = 1000;
  private static final double AT_LEAST = 0.9;
  private static final int HOUR_S = 3600;

  @Override
  public String name() {
    return "jwt";
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    RSAKey key = key();
    Path directory = Files.createDirectories(lab.options().directory().resolve(name()));
    Path keys = Files.writeString(directory.resolve("keys.json"), new JWKSet(key).toString());
    try (Server server = lab.servers().ephemeralDaemon(directory, keys)) {
      Servers.publish(
          server, Counters.CLASS, Sources.of(Counters.CLASS), false, token(key, "root", "admin"));
      lab.warmUp(server, Transport.HTTP);
      return List.of(compare(lab, server, token(key, "ann", "customer")));
    }
  }

  private FigureLine compare(Lab lab, Server server, String token) throws IOException {
    Clients clients = lab.options().clients(Transport.HTTP, CONCURRENCY);
    CounterRounds known =
        new CounterRounds(server, clients.bearing(token), new Counters(name() + "-ann", ACTORS));
    CounterRounds anonymous =
        new CounterRounds(server, clients, new Counters(name() + "-nobody", ACTORS));
    CounterRounds.inTurn(lab, known, anonymous);
    FigureLine line =
        new FigureLine(name())
            .value(Median.of(known.rates), "calls/s")
            .yardstick(Median.of(anonymous.rates))
            .with("rounds", 2 * lab.options().rounds())
            .with("tokenChars", token.length())
            .with("cpuUs", Median.of(known.cpuMicros))
            .with("anonymousCpuUs", Median.of(anonymous.cpuMicros));
    return line.target("ratio >= " + AT_LEAST, line.ratio() >= AT_LEAST);
  }

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID("bench").generate();
    } catch (JOSEException e) {
      throw new BenchFailure("no key: " + e.getMessage());
    }
  }

  /** With claims as identity providers have them. */
  private static String token(RSAKey key, String sub, String role) {
    long now = System.currentTimeMillis() / 1000;
    String claims =
        """
        {"iss":"https://id.example.org/","sub":"%s","aud":"%s","iat":%d,"exp":%d,\
        "jti":"6f1f64a2-8d7e-4c4c-9a35-4b5b7f1b1c11","email":"%s@example.org","roles":["%s"]}"""
            .formatted(sub, Subject.AUDIENCE, now, now + HOUR_S, sub, role);
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
