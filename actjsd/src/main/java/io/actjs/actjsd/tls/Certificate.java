package io.actjs.actjsd.tls;

import io.actjs.model.ActjsException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the server proves who it is with.
 *
 * @param chain its own certificate first
 */
record Certificate(List<X509Certificate> chain, PrivateKey key) {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final char[] PASSWORD = "unused".toCharArray();

  /**
   * @throws ActjsException {@code SchemaInvalid} when a file does not have what it should, or they
   *     do not belong together
   */
  static Certificate of(PemFile certificate, PemFile key) {
    Certificate read = new Certificate(PemCertificates.of(certificate), PemKey.of(key));
    if (!read.belongsTogether()) {
      boolean later = read.chain.stream().skip(1).anyMatch(it -> read.isKeyOf(it));
      throw key.wrong(
          "is not the key of the certificate in "
              + certificate.path()
              + (later ? ", whose first certificate has to be the server's own" : ""),
          null);
    }
    return read;
  }

  private boolean belongsTogether() {
    return isKeyOf(chain.getFirst());
  }

  /** Whether what the key signs verifies. */
  private boolean isKeyOf(X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] sample = "actjs".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(sample);
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(certificate.getPublicKey());
      verifying.update(sample);
      return verifying.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The names and addresses that it is for, in lower case; a name may begin with an asterisk. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    try {
      Collection<List<?>> alternatives = chain.getFirst().getSubjectAlternativeNames();
      for (List<?> each : alternatives == null ? List.<List<?>>of() : alternatives) {
        String name = name((Integer) each.get(0), each.get(1));
        if (name != null) {
          names.add(name);
        }
      }
    } catch (CertificateParsingException e) {
      // It has no name that a client could accept.
    }
    return Set.copyOf(names);
  }

  private static @Nullable String name(int kind, Object value) {
    if (kind == DNS_NAME) {
      return ((String) value).toLowerCase(Locale.ROOT);
    }
    return kind == IP_ADDRESS ? InetAddress.ofLiteral((String) value).getHostAddress() : null;
  }

  /** Why clients will not accept it at this time, or null. */
  @Nullable String objection(Instant now) {
    for (X509Certificate each : chain) {
      String name = each.getSubjectX500Principal().getName();
      if (each.getNotAfter().toInstant().isBefore(now)) {
        return "the certificate of " + name + " has expired on " + each.getNotAfter().toInstant();
      }
      if (each.getNotBefore().toInstant().isAfter(now)) {
        return "the certificate of "
            + name
            + " is valid only from "
            + each.getNotBefore().toInstant();
      }
    }
    return null;
  }

  Instant end() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  KeyManagerFactory keys() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    store.setKeyEntry("server", key, PASSWORD, chain.toArray(new X509Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD);
    return factory;
  }
}
