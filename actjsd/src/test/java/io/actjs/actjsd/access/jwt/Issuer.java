package io.actjs.actjsd.access.jwt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An identity provider on this machine, with a real server for its keys, and bad manners. */
public final class Issuer implements AutoCloseable {
  public static final String AUDIENCE = "shop";
  private static final RSAKey RSA = rsa("rsa");
  private static final ECKey EC = ec("ec");
  private static final OctetSequenceKey OCT = oct("oct");
  private static final Ed25519PrivateKeyParameters ED =
      new Ed25519PrivateKeyParameters(new SecureRandom());

  /** How it answers. */
  public enum Manner {
    KEYS,
    HANGS,
    GROWS,
    HTML,
    FAILS,
    REDIRECTS_ELSEWHERE,
    REDIRECTS_HERE,
    MANY_KEYS
  }

  public final AtomicInteger fetches = new AtomicInteger();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<JWK> keys = new ArrayList<>(List.of(RSA, EC, edKey("ed")));
  public volatile Manner manner = Manner.KEYS;

  public Issuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
  }

  /** Adds a key that others do not have. */
  public synchronized void add(JWK key) {
    keys.add(key);
  }

  public synchronized void remove(String kid) {
    keys.removeIf(key -> key.getKeyID().equals(kid));
  }

  public static OctetSequenceKey octKey() {
    return OCT;
  }

  public static RSAKey rsaKey() {
    return RSA;
  }

  synchronized String keySet() {
    return keySet(keys);
  }

  static String keySet(List<? extends JWK> keys) {
    StringBuilder out = new StringBuilder("{\"keys\":[");
    for (JWK key : keys) {
      JWK shown = key instanceof OctetSequenceKey ? key : key.toPublicJWK();
      out.append(out.length() > 9 ? "," : "").append(shown.toJSONString());
    }
    return out.append("]}").toString();
  }

  private void answer(HttpExchange exchange) throws IOException {
    fetches.incrementAndGet();
    try (exchange) {
      switch (manner) {
        case KEYS -> send(exchange, 200, keySet());
        case HTML -> send(exchange, 200, "<!doctype html><title>Log in</title>");
        case FAILS -> send(exchange, 500, "");
        case HANGS -> await();
        case GROWS -> grow(exchange);
        case MANY_KEYS -> send(exchange, 200, keySet(manyKeys()));
        case REDIRECTS_ELSEWHERE -> {
          // The same server, but by another name: another host as far as anybody can tell.
          exchange
              .getResponseHeaders()
              .add("Location", url().replace("127.0.0.1", "localhost") + "/moved");
          send(
              exchange, exchange.getRequestURI().getPath().endsWith("moved") ? 200 : 302, keySet());
        }
        case REDIRECTS_HERE -> {
          exchange.getResponseHeaders().add("Location", "/keys/moved");
          send(
              exchange, exchange.getRequestURI().getPath().endsWith("moved") ? 200 : 302, keySet());
        }
      }
    }
  }

  private static List<JWK> manyKeys() {
    List<JWK> many = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      many.add(new OctetSequenceKey.Builder(new byte[32]).keyID("k" + i).build());
    }
    return many;
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void grow(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] more = "{\"keys\":[                         ".getBytes(US_ASCII);
    OutputStream out = exchange.getResponseBody();
    while (closed.getCount() > 0) {
      out.write(more);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  // Tokens.

  /** What a token usually says, for an hour from now, and more of it. */
  public static String claims(String sub, String more) {
    long now = System.currentTimeMillis() / 1000;
    return "{\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d%s}"
        .formatted(sub, AUDIENCE, now, now + 3600, more.isEmpty() ? "" : "," + more);
  }

  public static String header(String alg, String kid) {
    return "{\"alg\":\"" + alg + "\",\"kid\":\"" + kid + "\"}";
  }

  /** A usual token. */
  public static String token(String sub) {
    return rs256(header("RS256", "rsa"), claims(sub, ""));
  }

  public static String rs256(String header, String claims) {
    return rs256(RSA, header, claims);
  }

  public static String rs256(RSAKey key, String header, String claims) {
    try {
      var signature =
          new RSASSASigner(key).sign(new JWSHeader(JWSAlgorithm.RS256), signed(header, claims));
      return joined(header, claims, signature);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String es256(String header, String claims) {
    try {
      var signature =
          new ECDSASigner(EC).sign(new JWSHeader(JWSAlgorithm.ES256), signed(header, claims));
      return joined(header, claims, signature);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With any bytes as its secret. */
  public static String hs256(byte[] secret, String header, String claims) {
    try {
      var signature =
          new MACSigner(secret).sign(new JWSHeader(JWSAlgorithm.HS256), signed(header, claims));
      return joined(header, claims, signature);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String edDsa(String header, String claims) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, ED);
    byte[] signed = signed(header, claims);
    signer.update(signed, 0, signed.length);
    return joined(header, claims, Base64URL.encode(signer.generateSignature()));
  }

  public static String joined(String header, String claims, Object signature) {
    return new String(signed(header, claims), US_ASCII) + "." + signature;
  }

  private static byte[] signed(String header, String claims) {
    return (Base64URL.encode(header) + "." + Base64URL.encode(claims)).getBytes(US_ASCII);
  }

  public static RSAKey rsa(String kid) {
    try {
      return new RSAKeyGenerator(2048).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec(String kid) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OctetSequenceKey oct(String kid) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return new OctetSequenceKey.Builder(secret).keyID(kid).build();
  }

  private static OctetKeyPair edKey(String kid) {
    return new OctetKeyPair.Builder(
            Curve.Ed25519, Base64URL.encode(ED.generatePublicKey().getEncoded()))
        .keyID(kid)
        .build();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.close();
  }
}
