package io.actjs.actjsd.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Certificates that the tests use, made with OpenSSL, and clients that trust them. */
public final class TestTls {
  /** Whether every daemon of the tests speaks TLS: {@code -Dactjs.test.tls=true}. */
  public static final boolean EVERYWHERE = Boolean.getBoolean("actjs.test.tls");

  private TestTls() {}

  public static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(TestTls.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static TlsFiles files() {
    return new TlsFiles(file("ec.pem"), file("ec.key"), null);
  }

  public static TlsFiles filesWithClientCa() {
    return new TlsFiles(file("ec.pem"), file("ec.key"), file("ca.pem"));
  }

  /** A client without a certificate. */
  public static SSLContext client() {
    return client(null);
  }

  /**
   * @param name of the client's certificate and key, or null for none
   */
  public static SSLContext client(@Nullable String name) {
    try {
      KeyManager[] keys =
          name == null
              ? null
              : Certificate.of(PemFile.read(file(name + ".pem")), PemFile.read(file(name + ".key")))
                  .keys()
                  .getKeyManagers();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, PemCertificates.trust(file("ca.pem")).getTrustManagers(), null);
      return context;
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A connection whose handshake begins with the first byte. */
  public static Socket connect(int port) throws IOException {
    return client().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
  }
}
