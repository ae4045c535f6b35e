package io.actjs.actctl.command.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.actjs.actctl.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a server that accepts every dry run, and refuses one class when it comes to it. */
class PublishPlanTest {
  @TempDir private Path dir;

  private static void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean refused = exchange.getRequestURI().getPath().contains("Second");
    boolean isReal = body.contains("\"dryRun\":false");
    String text =
        refused && isReal
            ? "{\"code\":\"VersionAlreadyPublished\",\"detail\":\"it was there first\"}"
            : "{\"name\":\"X\",\"version\":\"1.0.0\",\"sha256\":\"0\"}";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(refused && isReal ? 409 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void whatWasPublishedBeforeAFailureIsSaid() throws IOException {
    for (String name : new String[] {"First", "Second", "Third"}) {
      Files.writeString(
          dir.resolve(name + ".ts"),
          "import { Actor } from 'actjs';\nexport class %s extends Actor {}\n".formatted(name));
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", PublishPlanTest::answer);
    server.start();
    try {
      String url = "--server=http://127.0.0.1:" + server.getAddress().getPort();
      Ran ran = Ran.actctl("publish", dir.toString(), "--version=1.0.0", url);

      assertEquals(1, ran.exit(), ran.out());
      assertEquals(
          "actctl: VersionAlreadyPublished: Second@1.0.0: it was there first;"
              + " published before it: First@1.0.0",
          ran.err());
      assertTrue(ran.out().isEmpty(), ran.out());
    } finally {
      server.stop(0);
    }
  }
}
