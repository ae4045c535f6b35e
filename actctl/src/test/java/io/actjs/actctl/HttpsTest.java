package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.Network;
import io.actjs.actjsd.tls.TlsFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Commands that talk to a server over TLS. */
class HttpsTest {
  private static final Path FILES =
      Path.of("../actjsd/src/test/resources/io/actjs/actjsd/tls").toAbsolutePath().normalize();

  private static Daemon daemon;

  @BeforeAll
  static void start() {
    daemon =
        Daemon.start(
            DaemonConfig.ephemeral()
                .withPort(0)
                .withNetwork(
                    Network.DEFAULT.withTls(
                        new TlsFiles(FILES.resolve("ec.pem"), FILES.resolve("ec.key"), null))));
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  private static Ran list(String ca, String server) {
    return Ran.actctl("list", "--ca=" + FILES.resolve(ca), "--server=" + server);
  }

  @Test
  void itTrustsTheAuthorityThatIsNamed() {
    Ran ran = list("ca.pem", daemon.uri().toString());
    assertEquals(0, ran.exit(), ran::toString);
  }

  @Test
  void itTrustsNobodyElse() {
    for (Ran ran :
        new Ran[] {
          list("other-ca.pem", daemon.uri().toString()),
          Ran.actctl("list", "--server=" + daemon.uri())
        }) {
      assertEquals(1, ran.exit(), ran::toString);
      assertTrue(ran.err().contains("cannot agree on TLS"), ran::toString);
      assertTrue(ran.err().contains("--ca or ACTJS_CA"), ran::toString);
    }
  }

  @Test
  void theServerHasToHaveTheNameOfItsCertificate() {
    Ran ran = list("ca.pem", "https://127.0.0.2:" + daemon.port());
    assertEquals(1, ran.exit(), ran::toString);
  }

  @Test
  void aServerThatSpeaksTlsOnlySaysSo() {
    Ran ran = Ran.actctl("list", "--server=http://127.0.0.1:" + daemon.port());
    assertEquals(1, ran.exit(), ran::toString);
    assertTrue(ran.err().contains("use https://"), ran::toString);
  }

  @Test
  void aServerThatDoesNotSpeakTlsIsSaidToBeOne() {
    try (Daemon plain = Daemon.start(DaemonConfig.ephemeral().withPort(0))) {
      Ran ran = list("ca.pem", "https://127.0.0.1:" + plain.port());
      assertEquals(1, ran.exit(), ran::toString);
      assertTrue(ran.err().contains("http:// if the server does not speak TLS"), ran::toString);
    }
  }

  @Test
  void aFileThatIsNoAuthorityIsWrongUsage() {
    Ran ran = list("ec.key", daemon.uri().toString());
    assertEquals(2, ran.exit(), ran::toString);
    assertTrue(ran.err().contains("--ca: ") && ran.err().contains("ec.key"), ran::toString);
  }
}
