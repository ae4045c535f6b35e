package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Deadline;
import io.actjs.actctl.Ran;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that ask for tokens, in processes of their own, and {@code actctl} of the same user. */
class FirstStartTest {
  private static final Pattern TOLD =
      Pattern.compile("(?m)^admin token, shown this once: (actjs_[0-9A-Za-z]{49})$");
  private static final String NOTE = "actctl: token ";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private static Ran at(DaemonProcess daemon, String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--server=" + daemon.uri("");
    return Ran.actctl(all);
  }

  private static String ok(DaemonProcess daemon, String... args) {
    Ran ran = at(daemon, args);
    assertEquals(0, ran.exit(), ran.err());
    return ran.out();
  }

  private static String told(DaemonProcess daemon) {
    Matcher told = TOLD.matcher(daemon.log());
    assertTrue(told.find(), daemon.log());
    String token = told.group(1);
    assertFalse(told.find(), "told twice");
    return token;
  }

  private int status(DaemonProcess daemon, String path, String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(daemon.uri(path));
    if (!token.isEmpty()) {
      request.header("authorization", "Bearer " + token);
    }
    return http.send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private static void assertMode(String mode, Path file) throws IOException {
    assertEquals(mode, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  /** The server listens a moment before it has its administrator. */
  private static void awaitServing(DaemonProcess daemon, int times) throws InterruptedException {
    Deadline deadline = new Deadline();
    while (Pattern.compile("(?m)^actjs is serving").matcher(daemon.log()).results().count()
        < times) {
      deadline.pause("the server does not start: " + daemon.log());
    }
  }

  @Test
  void theFirstStartMakesAnAdministratorAndKeepsItForTheUser() throws Exception {
    Path data = folder.resolve("data");
    try (DaemonProcess daemon = DaemonProcess.locked(data)) {
      awaitServing(daemon, 1);
      String token = told(daemon);
      assertEquals(token + "\n", Files.readString(data.resolve("admin-token")));
      assertMode("rw-------", data.resolve("admin-token"));
      Path kept = Path.of(System.getenv("ACTJS_CONFIG_DIR")).resolve("credentials.json");
      assertTrue(Files.readString(kept).contains(token));
      assertMode("rw-------", kept);
      assertMode("rwx------", kept.getParent());

      assertEquals(403, status(daemon, "/v1/admin/tokens", ""));
      assertEquals(401, status(daemon, "/v1/admin/tokens", "wrong-token"));
      assertEquals(200, status(daemon, "/v1/admin/tokens", token));
      assertTrue(ok(daemon, "token", "list").contains("made when the server was started first"));

      daemon.killAndRestart();
      awaitServing(daemon, 2);
      assertEquals(token, told(daemon));
      assertEquals(200, status(daemon, "/v1/admin/tokens", token));

      // Whatever lets actctl in is found beside the data when the user's file is lost.
      daemon.kill();
      Files.delete(kept);
      daemon.restart();
      awaitServing(daemon, 3);
      assertTrue(ok(daemon, "token", "list").contains("admin"));
    }
  }

  @Test
  void whoHasLostTheTokenMakesAnotherOneInTheStoppedStore() throws Exception {
    Path data = folder.resolve("data");
    try (DaemonProcess daemon = DaemonProcess.locked(data)) {
      awaitServing(daemon, 1);
      Ran inUse = Ran.actctl("token", "create", "--role=admin", "--data=" + data);
      assertEquals(1, inUse.exit());
      assertTrue(inUse.err().contains("leave out --data"), inUse.err());
      String old = told(daemon);
      daemon.kill();
      Files.delete(data.resolve("admin-token"));
      Files.delete(Path.of(System.getenv("ACTJS_CONFIG_DIR")).resolve("credentials.json"));
      daemon.restart();
      awaitServing(daemon, 2);
      assertTrue(daemon.log().contains("actctl token create --role admin"), daemon.log());
      daemon.kill();

      Ran made = Ran.actctl("token", "create", "--role=admin", "--data=" + data);
      assertEquals(0, made.exit(), made.err());
      assertTrue(made.err().startsWith(NOTE), made.err());
      daemon.restart();
      awaitServing(daemon, 3);
      assertEquals(200, status(daemon, "/v1/admin/tokens", made.out()));
      assertEquals(200, status(daemon, "/v1/admin/tokens", old));
      ok(daemon, "token", "list");
    }
  }

  @Test
  void w36_aRevocationThatWasAnsweredHoldsAfterKill9() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.locked(folder.resolve("data"))) {
      awaitServing(daemon, 1);
      String token =
          ok(daemon, "token", "create", "--sub=alice", "--role=editor", "--claim=level=7");
      String other = ok(daemon, "token", "create", "--sub=bob", "--expires=30d");
      assertEquals(200, status(daemon, "/v1/classes", token));
      assertEquals(401, status(daemon, "/v1/classes", ""));
      String id =
          ok(daemon, "token", "list")
              .lines()
              .filter(line -> line.contains("alice"))
              .map(line -> line.split(" ")[0])
              .findFirst()
              .orElseThrow();
      assertEquals("revoked token " + id + " of alice", ok(daemon, "token", "revoke", id));
      daemon.kill();
      daemon.restart();
      awaitServing(daemon, 2);
      assertEquals(401, status(daemon, "/v1/classes", token));
      assertEquals(200, status(daemon, "/v1/classes", other));
      assertEquals(401, status(daemon, "/v1/classes", ""));
    }
  }

  @Test
  void anEphemeralServerHasItsAdministratorToo() throws Exception {
    Path data = folder.resolve("unused");
    Files.createDirectories(data);
    try (DaemonProcess daemon = DaemonProcess.lockedInMemory(data)) {
      awaitServing(daemon, 1);
      String token = told(daemon);
      assertEquals(200, status(daemon, "/v1/admin/tokens", token));
      ok(daemon, "token", "list");
    }
  }

  @Test
  void onPostgresATokenMadeBesideTheServerCountsWithinASecond() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = "postgres://postgres@localhost:" + postgres.getPort() + "/postgres";
      try (DaemonProcess daemon = DaemonProcess.lockedOnDatabase(folder, url)) {
        awaitServing(daemon, 1);
        assertEquals(200, status(daemon, "/v1/admin/tokens", told(daemon)));
        Ran made = Ran.actctl("token", "create", "--sub=alice", "--database=" + url);
        assertEquals(0, made.exit(), made.err());
        Deadline deadline = new Deadline();
        while (status(daemon, "/v1/classes", made.out()) != 200) {
          deadline.pause("the token is not known");
        }
        assertEquals(401, status(daemon, "/v1/classes", ""));
      }
    }
  }

  @Test
  void w37_noTokenIsInTheLogAtAnyLevel() throws Exception {
    try (DaemonProcess daemon =
        DaemonProcess.locked(folder.resolve("data"), "--log-level", "trace")) {
      awaitServing(daemon, 1);
      List<String> secrets = new ArrayList<>();
      String token = ok(daemon, "token", "create", "--sub=alice");
      secrets.add(token);
      HttpRequest ask =
          HttpRequest.newBuilder(daemon.uri("/v1/tickets"))
              .header("authorization", "Bearer " + token)
              .POST(BodyPublishers.noBody())
              .build();
      String ticket =
          http.send(ask, BodyHandlers.ofString()).body().replaceAll(".*\"(actjst_\\w+)\".*", "$1");
      secrets.add(ticket);
      open(daemon, ticket).abort();
      for (String secret : List.of(ticket, token + "x", "eyJhbGciOiJub25lIn0.e30.c2lnbmF0dXJl")) {
        secrets.add(secret);
        refused(daemon, secret);
        assertEquals(401, status(daemon, "/v1/sse/No/a?token=" + secret, ""));
        assertEquals(404, status(daemon, "/v1/nowhere?token=" + secret, ""));
        assertEquals(401, status(daemon, "/v1/classes", secret));
      }
      assertEquals(404, status(daemon, "/v1/sse/No/a?token=" + token, ""));
      assertEquals(404, status(daemon, "/v1/nowhere?token=" + token, token));
      String log = TOLD.matcher(daemon.log()).replaceAll("");
      assertTrue(log.contains("TRACE") || log.contains("DEBUG"), "nothing of that level is logged");
      for (String secret : secrets) {
        String mark = secret.substring(10, 24);
        assertFalse(log.contains(mark), () -> lineWith(log, mark));
      }
    }
  }

  private static String lineWith(String log, String mark) {
    return log.lines().filter(line -> line.contains(mark)).findFirst().orElse("");
  }

  private WebSocket open(DaemonProcess daemon, String token) {
    return http.newWebSocketBuilder()
        .buildAsync(URI.create(daemon.socketUri() + "?token=" + token), new WebSocket.Listener() {})
        .join();
  }

  private void refused(DaemonProcess daemon, String token) {
    try {
      open(daemon, token).abort();
    } catch (CompletionException e) {
      return;
    }
    throw new AssertionError("a WebSocket was opened");
  }
}
