package io.actjs.actjsd.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Network;
import io.actjs.actjsd.RawSocket;
import io.actjs.model.ActjsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Certificates that change, and those of clients. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ServerTlsTest {
  @TempDir Path temp;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ServerTls.class);

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
  }

  private TlsFiles files(String certificate, String key) throws IOException {
    TlsFiles files = new TlsFiles(temp.resolve("cert.pem"), temp.resolve("key.pem"), null);
    put(certificate, files.certificate());
    put(key, files.key());
    return files;
  }

  private static void put(String name, Path file) throws IOException {
    Files.copy(TestTls.file(name), file, StandardCopyOption.REPLACE_EXISTING);
  }

  private long logged(String text) {
    return lines.list.stream().filter(it -> it.getFormattedMessage().contains(text)).count();
  }

  private static String algorithm(int port) throws IOException {
    try (SSLSocket socket = (SSLSocket) TestTls.connect(port)) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getPublicKey()
          .getAlgorithm();
    }
  }

  @Test
  void aPairThatDoesNotFitIsLeftAloneAndSaidOnce() throws IOException {
    TlsFiles files = files("ec.pem", "ec.key");
    ServerTls tls = ServerTls.of(files);
    put("rsa.pem", files.certificate());
    tls.look();
    tls.look();
    assertEquals(1, logged("is not the key of the certificate"));
    put("rsa.key", files.key());
    tls.look();
    tls.look();
    assertEquals(1, logged("new connections use the changed certificate"));
    Files.writeString(files.key(), "-----BEGIN PRIVATE KEY-----\nMII");
    tls.look();
    assertEquals(1, logged("ends in the middle of a block"));
    Files.delete(files.key());
    tls.look();
    tls.look();
    assertEquals(1, logged("does not exist"));
    put("rsa.key", files.key());
    tls.look();
    assertEquals(2, logged("new connections use the changed certificate"));
    assertTrue(tls.names().contains("actjs.test"));
  }

  @Test
  void anExpiredCertificateIsUsedWithAWarning() throws IOException {
    ServerTls.of(files("expired.pem", "ec.key"));
    assertEquals(1, logged("has expired on 2021-01-01"));
  }

  @Test
  void aServerDoesNotStartWithFilesThatAreUnusable() throws IOException {
    TlsFiles files = files("ec.pem", "rsa.key");
    DaemonConfig config = DaemonConfig.ephemeral().withNetwork(Network.DEFAULT.withTls(files));
    ActjsException e = assertThrows(ActjsException.class, () -> DaemonFixture.of(config));
    assertTrue(e.detail().startsWith(files.key().toString()), e.detail());
    TlsFiles noCa =
        new TlsFiles(TestTls.file("ec.pem"), TestTls.file("ec.key"), TestTls.file("client.key"));
    e = assertThrows(ActjsException.class, () -> ServerTls.of(noCa));
    assertTrue(e.detail().contains("client.key has no certificate"), e.detail());
  }

  @Test
  void handshakesUseTheNewCertificateAndOpenConnectionsGoOn() throws Exception {
    TlsFiles files = files("ec.pem", "ec.key");
    try (DaemonFixture server =
            DaemonFixture.of(DaemonConfig.ephemeral().withNetwork(Network.DEFAULT.withTls(files)));
        RawSocket open = RawSocket.tls(server.daemon.port())) {
      String health = "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
      open.write(health);
      assertTrue(open.readAnswer().startsWith("HTTP/1.1 200"));
      assertEquals("EC", algorithm(server.daemon.port()));
      put("rsa.pem", files.certificate());
      put("rsa-pkcs1.key", files.key());
      while (!algorithm(server.daemon.port()).equals("RSA")) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      open.write(health);
      assertTrue(open.readAnswer().startsWith("HTTP/1.1 200"));
    }
  }

  @Test
  void aClientMayShowACertificateOfTheAuthorityOnly() {
    DaemonConfig config =
        DaemonConfig.ephemeral().withNetwork(Network.DEFAULT.withTls(TestTls.filesWithClientCa()));
    try (DaemonFixture with = DaemonFixture.of(config, TestTls.client("client"))) {
      with.get("/v1/health").assertStatus(200);
    }
    try (DaemonFixture without = DaemonFixture.of(config, TestTls.client())) {
      without.get("/v1/health").assertStatus(200);
    }
    try (DaemonFixture stranger = DaemonFixture.of(config, TestTls.client("stranger"))) {
      // A client that honours the server's list of authorities shows none.
      stranger.get("/v1/health").assertStatus(200);
    } catch (UncheckedIOException e) {
      assertTrue(e.getCause() instanceof SSLException, e.toString());
    }
  }
}
