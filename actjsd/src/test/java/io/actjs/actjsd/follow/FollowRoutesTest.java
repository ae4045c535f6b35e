package io.actjs.actjsd.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.SseClient;
import io.actjs.actjsd.log.ServerLog;
import io.actjs.model.AuditEntry;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Limit;
import io.actjs.policy.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log and the audit, followed over the wire. The log is the process's: each test its actor. */
class FollowRoutesTest {
  private static final int MOST = 100;
  private static final long KEPT = 1 << 20;
  private static final String LOG = "/v1/admin/logs/events";
  private static final String AUDIT = "/v1/admin/audit/events";

  private static final String TALKER =
      """
      import { Actor, handler } from 'actjs';
      export class Talker extends Actor<{}> { state = {};
        @handler('say') say({ n, text }: { n: number, text: string }) {
          for (let i = 0; i < n; i++) this.actjs.log.info(text + i);
        }
        @handler('long') long() { this.actjs.log.info('z'.repeat(1 << 17)); }
        @handler('warn') warn() { this.actjs.log.warn('careful'); }
      }
      """;

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    Limits limits =
        Limits.DEFAULT
            .with(Limit.FOLLOWERS, MOST)
            .with(Limit.LOG_KEPT, KEPT)
            .with(Limit.PING_INTERVAL, 200)
            .with(Limit.PING_TIMEOUT, 1_000);
    server = DaemonFixture.of(DaemonConfig.ephemeral().withLimits(limits)).with("Talker", TALKER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void say(String id, int n, String text) {
    server
        .post("/v1/actors/Talker/" + id + "/say", "{\"n\":" + n + ",\"text\":\"" + text + "\"}")
        .assertStatus(200);
  }

  /** The next event that is none of a client that is only kept alive. */
  private static SseClient.Block event(SseClient stream) throws InterruptedException {
    return stream.nextEvent();
  }

  private static String message(SseClient.Block block) {
    assertEquals("line", block.event(), block.toString());
    return Answer.parse(block.data()).path("message").asText();
  }

  @Test
  void linesAreFilteredFollowedAndResumed() throws Exception {
    try (SseClient stream = server.stream(LOG + "?actor=Talker/a")) {
      say("b", 1, "other");
      say("a", 2, "one");
      assertEquals("one0", message(event(stream)));
      SseClient.Block second = event(stream);
      assertEquals("one1", message(second));
      server.post("/v1/actors/Talker/a/warn", "{}").assertStatus(200);
      SseClient.Block warned = event(stream);
      assertEquals("careful", message(warned));
      try (SseClient again =
          server.stream(LOG + "?class=Talker&actor=Talker/a", "Last-Event-ID", second.id())) {
        SseClient.Block next = event(again);
        assertEquals(warned.id(), next.id(), "nothing is repeated, nothing is left out");
      }
    }
    JsonNode lines =
        server.get("/v1/admin/logs?actor=Talker/a&level=warn").assertStatus(200).json();
    assertEquals(1, lines.path("lines").size());
    JsonNode line = lines.path("lines").get(0);
    assertEquals("WARN", line.path("level").asText());
    assertEquals("Talker/a", line.path("actor").asText());
    assertEquals(
        0,
        server
            .get("/v1/admin/logs?actor=Talker/a&since=9000000000000")
            .json()
            .path("lines")
            .size());
    server.get("/v1/admin/logs?level=loud").assertProblem(ProblemCode.SchemaInvalid);
    server.get("/v1/admin/logs?actor=Talker").assertProblem(ProblemCode.SchemaInvalid);
    server.get(LOG + "?after=nonsense").assertProblem(ProblemCode.SchemaInvalid);
  }

  @Test
  void aPlaceOfAnotherProcessIsTheBeginningOfThisOne() throws Exception {
    say("restart", 1, "kept");
    try (SseClient stream = server.stream(LOG + "?actor=Talker/restart&after=00000000-77")) {
      SseClient.Block gap = event(stream);
      assertEquals("gap", gap.event());
      assertEquals("{\"restarted\":true}", gap.data());
      SseClient.Block next = event(stream);
      while (next.event().equals("gap")) {
        next = event(stream);
      }
      assertEquals("kept0", message(next));
    }
  }

  @Test
  void aLineOfAMebibyteIsCut() throws Exception {
    try (SseClient stream = server.stream(LOG + "?actor=Talker/long")) {
      server.post("/v1/actors/Talker/long/long", "{}").assertStatus(200);
      String message = message(event(stream));
      assertTrue(message.length() < 17_000, "" + message.length());
      assertTrue(message.contains("…"), message.substring(message.length() - 40));
    }
  }

  /** The reader's socket takes nothing; what it misses is counted, and nobody waits for it. */
  @Test
  void aFollowerThatIsTooSlowIsToldOfTheGapAndHoldsNobodyUp() throws Exception {
    String place;
    try (SseClient stream = server.stream(LOG + "?actor=Talker/slow")) {
      say("slow", 1, "first");
      place = event(stream).id();
    }
    String text = "w".repeat(2_000);
    for (int i = 0; i < 10; i++) {
      say("slow", 100, text);
    }
    say("slow", 1, "last");
    // A line is written after the answer of its turn.
    long end = System.nanoTime() + 60_000_000_000L;
    while (!server.get("/v1/admin/logs?limit=1&actor=Talker/slow").text().contains("last0")) {
      assertTrue(System.nanoTime() < end, "the line never came");
      LockSupport.parkNanos(1_000_000);
    }
    assertTrue(ServerLog.keep(KEPT).bytes() <= KEPT);
    try (SseClient stream = server.stream(LOG + "?actor=Talker/slow", "Last-Event-ID", place)) {
      SseClient.Block gap = event(stream);
      assertEquals("gap", gap.event());
      long lines = Answer.parse(gap.data()).path("lines").asLong();
      assertTrue(lines > 100, "missed " + lines);
      String next = message(event(stream));
      assertTrue(next.startsWith("www"), next);
    }
  }

  @Test
  void aHundredFollowersAreServedTheNextIsRefusedAndThoseThatVanishMakeRoom() throws Exception {
    List<RawSocket> sockets = new ArrayList<>();
    String head = "GET " + LOG + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try {
      awaitFollowers(0);
      for (int i = 0; i < MOST; i++) {
        RawSocket socket = new RawSocket(server.daemon.port());
        sockets.add(socket);
        socket.write(head);
      }
      awaitFollowers(MOST);
      server.get(LOG).assertProblem(ProblemCode.CapacityExhausted);
      say("crowd", 100, "busy");
    } finally {
      for (RawSocket socket : sockets) {
        socket.close();
      }
    }
    awaitFollowers(0);
    server.stream(LOG).close();
  }

  private static void awaitFollowers(int wanted) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!server.get("/metrics").text().contains("\nactjs_followers " + wanted + ".0")) {
      assertTrue(System.nanoTime() < end, server.get("/metrics").text());
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Test
  void theAuditIsFollowedAndResumedOverARestart(@TempDir Path dir) throws Exception {
    String place;
    try (DaemonFixture one = DaemonFixture.at(dir)) {
      audit(one, 1, 2);
      try (SseClient stream = one.stream(AUDIT + "?principal=ann")) {
        audit(one, 3, 6);
        SseClient.Block entry = event(stream);
        assertEquals("entry", entry.event());
        assertEquals(4, Answer.parse(entry.data()).path("ordinal").asLong());
        place = entry.id();
        assertEquals("6", event(stream).id());
      }
    }
    try (DaemonFixture two = DaemonFixture.at(dir);
        SseClient stream = two.stream(AUDIT + "?principal=ann", "Last-Event-ID", place)) {
      assertEquals("6", event(stream).id());
      audit(two, 7, 8);
      assertEquals("8", event(stream).id());
    }
  }

  private static void audit(DaemonFixture server, int from, int to) {
    server
        .daemon
        .runtime()
        .audit()
        .append(
            IntStream.rangeClosed(from, to)
                .mapToObj(
                    i ->
                        new AuditEntry(
                            "e" + i, i, i % 2 == 0 ? "ann" : "bob", "token.created", "t", "{}"))
                .toList());
  }

  @Test
  void followersAreLetGoWhenTheServerStops() throws Exception {
    DaemonFixture own = DaemonFixture.ephemeral();
    SseClient log = own.stream(LOG);
    SseClient audit = own.stream(AUDIT);
    own.daemon.close();
    assertTrue(log.awaitEnd());
    assertTrue(audit.awaitEnd());
    own.close();
    assertFalse(log.response.headers().map().isEmpty());
  }
}
