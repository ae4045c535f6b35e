package io.actjs.actctl.command.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Deadline;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.model.AuditEntry;
import io.actjs.registry.PublishRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of operators against a real daemon, which some of them see end and start again. */
final class OperateCommandsTest {
  private static final String TOKEN = "the-token-of-this-test";

  private static final String TALKER =
      """
      import { Actor, handler } from 'actjs';
      export class OperateTalker extends Actor<{}> { state = {};
        @handler('say') say({ text }: { text: string }) { this.actjs.log.info(text); }
        @handler('later') later() {
          return this.actjs.scheduleAt(this.actjs.now() + 3_600_000, 'say', { text: 'late' });
        }
      }
      """;

  @TempDir Path dir;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private int port;
  private Daemon daemon;

  @BeforeEach
  void begin() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    start();
    daemon
        .runtime()
        .registry()
        .publish(PublishRequest.of("OperateTalker", "1.0.0", TALKER).unchecked(), "test");
  }

  private void start() {
    daemon =
        Daemon.start(
            DaemonConfig.at(dir)
                .withPort(port)
                .withAdminToken(AdminToken.of(TOKEN))
                .withStop(
                    () -> {
                      daemon.close();
                      stopped.countDown();
                    }));
  }

  @AfterEach
  void end() {
    daemon.close();
  }

  private String[] line(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--server=http://127.0.0.1:" + port;
    all[args.length + 1] = "--token=" + TOKEN;
    return all;
  }

  private Ran ran(String... args) {
    return Ran.actctl(line(args));
  }

  private String ok(String... args) {
    Ran ran = ran(args);
    assertEquals(0, ran.exit(), ran.err());
    return ran.out();
  }

  private CompletableFuture<Integer> following(StringWriter out, String... args) {
    String[] line = line(args);
    return CompletableFuture.supplyAsync(
        () -> Ran.line(new PrintWriter(out), new PrintWriter(new StringWriter())).execute(line));
  }

  private static void awaitText(StringWriter out, String text) throws InterruptedException {
    Deadline deadline = new Deadline();
    while (!out.toString().contains(text)) {
      deadline.pause("no " + text + " in " + out);
    }
  }

  private void say(String text) {
    ok("call", "OperateTalker", "a", "say", "{\"text\":\"" + text + "\"}");
  }

  @Test
  void theStatusIsOneLineAndAnExitCode() {
    String line = ok("status");
    assertTrue(line.contains(" is ready, version "), line);
    assertTrue(line.contains(", store sqlite, classes 1, actors in memory 0,"), line);
    JsonNode json = Json.parse(ok("status", "--json"));
    assertEquals("ready", json.path("status").asText());
    assertEquals("sqlite", json.path("store").asText());
    Ran anybody = Ran.actctl("status", "--server=http://127.0.0.1:" + port, "--token=");
    assertFalse(anybody.out().contains("sqlite"), anybody.out());
    daemon.close();
    Ran none = ran("status", "--json");
    assertEquals(3, none.exit());
    assertEquals("no-answer", Json.parse(none.out()).path("status").asText());
    CompletableFuture<Ran> waiting =
        CompletableFuture.supplyAsync(() -> ran("status", "--wait", "60"));
    start();
    assertEquals(0, waiting.join().exit(), waiting.join().out());
    assertEquals(2, ran("status", "--wait", "soon").exit());
  }

  @Test
  void aStopIsAwaitedAndASecondOneSaysThatThereIsNone() throws Exception {
    assertEquals("stopped", ok("stop"));
    assertTrue(stopped.await(30, TimeUnit.SECONDS));
    Ran none = ran("stop");
    assertEquals(1, none.exit());
    assertTrue(none.err().contains("no server is running at http://127.0.0.1:"), none.err());
    assertEquals(2, ran("stop", "--timeout", "0").exit());
    start();
    Ran stranger = Ran.actctl("stop", "--server=http://127.0.0.1:" + port, "--token=somebody-else");
    assertEquals(1, stranger.exit());
    assertTrue(stranger.err().contains("Unauthorized"), stranger.err());
    assertTrue(ok("audit", "--action", "server.").contains("server.stopped"));
  }

  @Test
  void theLogIsFollowedOverARestartWithoutRepetition() throws Exception {
    say("before");
    StringWriter out = new StringWriter();
    CompletableFuture<Integer> following =
        following(
            out, "logs", "follow", "--actor=OperateTalker/a", "--json", "--count=3", "-n", "1");
    awaitText(out, "before");
    say("first");
    awaitText(out, "first");
    daemon.close();
    start();
    say("second");
    assertEquals(0, following.get(60, TimeUnit.SECONDS));
    List<String> said =
        out.toString().lines().map(each -> Json.parse(each).path("message").asText()).toList();
    assertEquals(List.of("before", "first", "second"), said);
    String text = ok("logs", "-n", "2", "--class", "OperateTalker", "--level=info");
    assertEquals(2, text.lines().count(), text);
    assertTrue(text.contains(" INFO actor: second [actor=OperateTalker/a "), text);
    assertEquals("", ok("logs", "--actor=OperateTalker/nobody", "--since", "10m"));
    assertEquals(2, ran("logs", "--level", "loud").exit());
    assertEquals(2, ran("logs", "--actor", "OperateTalker").exit());
    assertEquals(2, ran("logs", "--since", "yesterday").exit());
  }

  @Test
  void theAuditIsFollowedOverARestartWithoutRepetition() throws Exception {
    StringWriter out = new StringWriter();
    CompletableFuture<Integer> following =
        following(out, "audit", "follow", "--json", "--action=followed.", "--count=2", "--after=0");
    audit("followed.one");
    awaitText(out, "followed.one");
    daemon.close();
    start();
    audit("left-out.of-it");
    audit("followed.two");
    assertEquals(0, following.get(60, TimeUnit.SECONDS));
    assertEquals(
        List.of("followed.one", "followed.two"),
        out.toString().lines().map(each -> Json.parse(each).path("action").asText()).toList());
  }

  private void audit(String action) {
    daemon.runtime().audit().append(List.of(new AuditEntry("id", 1, "ann", action, "t", "{}")));
  }

  /** The stop is the last of them; what follows would not end. */
  @Test
  void theCommandsOfTheDocsAreThese() throws Exception {
    String page = Files.readString(Path.of("../docs/operating.md"));
    List<String> shown =
        page.lines()
            .filter(each -> each.matches("actctl (status|stop|logs|reminder|audit follow)\\b.*"))
            .toList();
    assertEquals(8, shown.size(), shown.toString());
    for (String each : shown.stream().filter(it -> !it.contains(" stop ")).toList()) {
      String[] args = each.replaceFirst("actctl ", "").split(" ");
      if (each.contains(" follow")) {
        Ran.line(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()))
            .parseArgs(line(args));
      } else {
        Ran ran = ran(args);
        String said = ran.exit() == 0 ? "" : ran.err();
        assertEquals(each.contains(" cancel ") ? 1 : 0, ran.exit(), each + ": " + ran.err());
        assertTrue(
            said.isEmpty() || said.contains("ActorNotFound") || said.contains("UnknownClass"),
            said);
      }
    }
    assertEquals("stopped", ok("stop", "--timeout", "30"));
  }

  @Test
  void remindersAreListedAndCancelled() {
    assertEquals("no reminders", ok("reminder", "list"));
    String id = Json.parse(ok("call", "OperateTalker", "a", "later")).asText();
    String table = ok("reminder", "list", "OperateTalker", "a");
    assertTrue(table.contains("OperateTalker/a") && table.contains(id), table);
    assertEquals("cancelled " + id, ok("reminder", "cancel", "OperateTalker", "a", id));
    Ran again = ran("reminder", "cancel", "OperateTalker", "a", id);
    assertEquals(1, again.exit());
    assertTrue(again.err().contains("ReminderNotFound"), again.err());
    assertEquals(0, Json.parse(ok("reminder", "list", "--json")).path("reminders").size());
  }
}
