package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreachableServerTest {

  @ParameterizedTest
  @ValueSource(strings = {"list", "call Cart a add", "actor watch Cart a", "actor inspect Cart a"})
  void nobodyListens(String command) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    Ran ran = Ran.actctl((command + " --server http://127.0.0.1:" + port).split(" "));

    assertEquals(1, ran.exit());
    assertEquals(1, ran.errLines().size(), ran.err());
    assertTrue(ran.err().contains("cannot reach a server at http://127.0.0.1:" + port), ran.err());
    assertTrue(ran.err().contains("actctl start"), ran.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "actor watch Cart a"})
  void anotherServerAnswers(String command) throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] page = "<html>hello</html>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(404, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    other.start();
    try {
      String url = "http://127.0.0.1:" + other.getAddress().getPort();
      Ran ran = Ran.actctl((command + " --server " + url).split(" "));

      assertEquals(1, ran.exit());
      assertEquals(1, ran.errLines().size(), ran.err());
      assertTrue(ran.err().contains("404, but not like an actjs server"), ran.err());
    } finally {
      other.stop(0);
    }
  }

  @Test
  void aMissingSourceFileIsFoundBeforeTheServerIsAsked() {
    Ran ran = Ran.actctl("publish", "no-such-file.ts", "--version", "1.0.0");

    assertEquals(1, ran.exit());
    assertEquals("actctl: no such file: no-such-file.ts", ran.err());
  }
}
