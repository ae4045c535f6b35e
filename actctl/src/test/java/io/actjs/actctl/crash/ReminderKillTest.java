package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reminders on a real daemon that is killed at random moments: each one whose setting was
 * acknowledged has one effect, and none has two.
 */
class ReminderKillTest {
  private static final int ACTORS = 8;

  /** For as long as one likes: {@code mvn test -Dtest=ReminderKillTest -Dactjs.kills=1000}. */
  private static final int KILLS = Integer.getInteger("actjs.kills", 3);

  private static final int LEAST_A_LIFE = 40;
  private static final int LONGEST_MS = 400;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ALARM =
      """
      import { Actor, handler } from 'actjs';
      export class Alarm extends Actor<{ rung: string[] }> {
        state = { rung: [] as string[] };
        @handler('set')
        set(args: { name: string; ms: number }) {
          this.actjs.scheduleAt(this.actjs.now() + args.ms, 'ring', { name: args.name });
        }
        @handler('ring')
        ring(args: { name: string }) {
          this.state.rung.push(args.name);
        }
      }
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Set<String>> acknowledged = new HashMap<>();

  @Test
  void scenario71EveryReminderHasOneEffectAcrossKills(@TempDir Path folder) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (DaemonProcess daemon = new DaemonProcess(folder.resolve("data"))) {
      daemon.awaitReady();
      String body = JSON.createObjectNode().put("version", "1.0.0").put("source", ALARM).toString();
      assertEquals(201, post(daemon, "/v1/classes/Alarm/versions", body));
      int number = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        int told = 0;
        // The moment of the kill is what the test varies, once there is something to lose.
        int wanted = LEAST_A_LIFE + random.nextInt(LEAST_A_LIFE);
        while (told < wanted) {
          int ms = random.nextInt(LONGEST_MS);
          told += set(daemon, "a" + random.nextInt(ACTORS), "r" + number++, ms) ? 1 : 0;
        }
        daemon.killAndRestart();
      }
      for (Map.Entry<String, Set<String>> actor : acknowledged.entrySet()) {
        awaitRung(daemon, actor.getKey(), actor.getValue(), "seed " + seed);
      }
    }
  }

  /** Whether it was acknowledged. */
  private boolean set(DaemonProcess daemon, String actor, String name, int ms) throws Exception {
    String args = "{\"name\":\"%s\",\"ms\":%d}".formatted(name, ms);
    return post(daemon, "/v1/actors/Alarm/" + actor + "/set", args) == 200
        && acknowledged.computeIfAbsent(actor, key -> new HashSet<>()).add(name);
  }

  private int post(DaemonProcess daemon, String path, String json) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(daemon.uri(path))
            .header("content-type", "application/json")
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private void awaitRung(DaemonProcess daemon, String actor, Set<String> names, String where)
      throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    List<String> rung = rung(daemon, actor);
    while (!new HashSet<>(rung).containsAll(names)) {
      Set<String> lost = new HashSet<>(names);
      lost.removeAll(rung);
      assertTrue(System.nanoTime() < end, where + ": lost " + lost + " of " + actor);
      LockSupport.parkNanos(20_000_000);
      rung = rung(daemon, actor);
    }
    assertEquals(rung.size(), new HashSet<>(rung).size(), where + ": rung twice in " + actor);
  }

  private List<String> rung(DaemonProcess daemon, String actor) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(daemon.uri("/v1/actors/Alarm/" + actor)).build(),
            HttpResponse.BodyHandlers.ofString());
    List<String> rung = new ArrayList<>();
    for (JsonNode name : JSON.readTree(answer.body()).path("state").path("rung")) {
      rung.add(name.asText());
    }
    return rung;
  }
}
