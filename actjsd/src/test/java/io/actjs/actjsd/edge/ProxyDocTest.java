package io.actjs.actjsd.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Network;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import io.actjs.actjsd.tls.TestTls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proxies of docs/security.md, as they are printed there, before a server. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProxyDocTest {
  private static final String NAME = "actjs.test";

  @TempDir Path temp;

  enum Kind {
    NGINX("nginx") {
      @Override
      String whole(String site, int port, Path temp) {
        return """
            daemon off;
            master_process off;
            pid TEMP/pid;
            error_log stderr;
            events {}
            http {
              access_log off;
              client_body_temp_path TEMP/body;
              proxy_temp_path TEMP/proxy;
              fastcgi_temp_path TEMP/fastcgi;
              uwsgi_temp_path TEMP/uwsgi;
              scgi_temp_path TEMP/scgi;
            SITE
            }
            """
            .replace("TEMP", temp.toString())
            .replace("SITE", site.replace("listen 443", "listen 127.0.0.1:" + port));
      }

      @Override
      List<String> command(String program, Path file) {
        return List.of(program, "-p", file.getParent().toString(), "-c", file.toString());
      }
    },
    CADDY("caddy") {
      @Override
      String whole(String site, int port, Path temp) {
        return """
            {
              admin off
              grace_period 1s
              auto_https disable_redirects
              storage file_system TEMP/storage
            }
            SITE
            """
            .replace("TEMP", temp.toString())
            .replace("SITE", site.replace(NAME + " {", "https://" + NAME + ":" + port + " {"));
      }

      @Override
      List<String> command(String program, Path file) {
        return List.of(program, "run", "--adapter", "caddyfile", "--config", file.toString());
      }
    };

    private final String program;

    Kind(String program) {
      this.program = program;
    }

    abstract String whole(String site, int port, Path temp);

    abstract List<String> command(String program, Path file);

    /** The block of the document, with the names and files of the test. */
    String site(int upstream) throws IOException {
      Matcher block =
          Pattern.compile("(?ms)^```" + program + "$(.*?)^```$")
              .matcher(Files.readString(Path.of("../docs/security.md")));
      assertTrue(block.find(), program);
      return block
          .group(1)
          .replace("actjs.example.org", NAME)
          .replace("/etc/actjs/fullchain.pem", TestTls.file("ec.pem").toString())
          .replace("/etc/actjs/privkey.pem", TestTls.file("ec.key").toString())
          .replace("127.0.0.1:3000", "127.0.0.1:" + upstream);
    }

    String installed() {
      String path = System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin";
      String found =
          Stream.of(path.split(":"))
              .map(it -> Path.of(it, program))
              .filter(Files::isExecutable)
              .map(Path::toString)
              .findFirst()
              .orElse("");
      assumeTrue(!found.isEmpty(), program + " is not installed (apt-get install " + program + ")");
      return found;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A proxy that accepts connections. */
  private Process started(Kind kind, String program, int upstream, int port) throws Exception {
    Path file = temp.resolve("config");
    Files.writeString(file, kind.whole(kind.site(upstream), port, temp));
    Path log = temp.resolve("log");
    Process process =
        new ProcessBuilder(kind.command(program, file))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    while (!accepts(port)) {
      assertTrue(process.isAlive(), () -> read(log));
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return process;
  }

  private static boolean accepts(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (ConnectException e) {
      return false;
    } finally {
      socket.close();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void itServesCallsSocketsAndEvents(Kind kind) throws Exception {
    String program = kind.installed();
    int port = freePort();
    Network network =
        Network.DEFAULT
            .withProxies(TrustedProxies.of(List.of("127.0.0.1")))
            .withHosts(AllowedHosts.of(List.of(NAME)));
    try (DaemonFixture server =
        DaemonFixture.of(DaemonConfig.ephemeral().withNetwork(network))
            .with("Counter", Sources.COUNTER)) {
      Process proxy = started(kind, program, server.daemon.port(), port);
      try {
        calls(port);
        pagesOfOthersAreRefused(port);
        sockets(port);
        events(port, server);
      } finally {
        proxy.destroy();
        assertTrue(proxy.waitFor(30, TimeUnit.SECONDS));
      }
    }
  }

  private static RawSocket connected(int port) throws IOException {
    // Not the proxy's own address, which would be a trusted one.
    return RawSocket.tls(NAME, port, "127.0.0.2");
  }

  private static String request(int port, String line, String... headers) throws IOException {
    try (RawSocket socket = connected(port)) {
      socket.write(
          line
              + " HTTP/1.1\r\nHost: "
              + NAME
              + ":"
              + port
              + "\r\nContent-Length: 0\r\nConnection: close\r\n"
              + Stream.of(headers).map(it -> it + "\r\n").reduce("", String::concat)
              + "\r\n");
      return socket.readAll();
    }
  }

  private static void assertStatus(int status, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
  }

  private static void calls(int port) throws IOException {
    String call = "POST /v1/actors/Counter/a/inc";
    assertStatus(200, request(port, call));
    // What a client makes up is replaced or removed.
    assertStatus(
        200,
        request(
            port,
            call,
            "Forwarded: for=\"",
            "X-Forwarded-For: nonsense",
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Proto: gopher"));
  }

  private static void pagesOfOthersAreRefused(int port) throws IOException {
    String own = "Origin: https://" + NAME + ":" + port;
    assertStatus(200, request(port, "GET /v1/classes", own));
    assertStatus(403, request(port, "GET /v1/classes", "Origin: https://evil.example"));
    assertStatus(403, request(port, "GET /v1/classes", own.replace("https", "http")));
    assertStatus(403, request(port, "GET /v1/classes", "Sec-Fetch-Site: cross-site"));
  }

  private static void sockets(int port) throws IOException {
    try (RawSocket socket = connected(port)) {
      String own = "Origin: https://" + NAME + ":" + port + "\r\n";
      String head = socket.upgradeHead(NAME + ":" + port, own);
      assertStatus(101, head);
      socket.sendText(
          RpcClient.frame(
              1, "actor.call", "{\"class\":\"Counter\",\"id\":\"ws\",\"method\":\"inc\"}"));
      String reply = socket.readMessage();
      assertTrue(reply.contains("\"result\":1"), reply);
    }
  }

  /** Each arrives before the next one is made. */
  private static void events(int port, DaemonFixture server) throws IOException {
    server.post("/v1/actors/Counter/sse/inc").assertStatus(200);
    try (RawSocket socket = connected(port)) {
      socket.write(
          "GET /v1/actors/Counter/sse/events HTTP/1.1\r\nHost: " + NAME + ":" + port + "\r\n\r\n");
      assertStatus(200, socket.readHead());
      assertTrue(socket.readUntil("\"kind\":\"snapshot\"").contains("actor.event"));
      for (int i = 2; i < 5; i++) {
        assertEquals(
            i,
            server
                .post("/v1/actors/Counter/sse/inc")
                .assertStatus(200)
                .json()
                .get("result")
                .intValue());
        socket.readUntil("\"value\":" + i);
      }
    }
  }
}
