package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message during which the process dies each time. The handler says that it has begun and then
 * does not end; the death itself is a {@code kill -9} from outside at that moment, as the kernel
 * deals it to a process that takes too much memory. Once more is an accident, twice is the message.
 */
class DeadlyMessageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEGUN = "on the mine";

  /** The line leaves when the turn awaits; then the handler runs on until the process is gone. */
  private static final String MINE =
      """
      import { Actor, handler } from 'actjs';
      export class Mine extends Actor<{ heard: string[] }> {
        state = { heard: [] as string[] };
        @handler('step') async step() {
          this.actjs.log.info('%s');
          await this.actjs.call({ class: 'Mine', id: 'neighbour' }, 'hear', { text: 'a step' });
          for (;;) {}
        }
        @handler('hear') hear({ text }: { text: string }) {
          this.state.heard.push(text);
          return this.state.heard.length;
        }
      }
      """
          .formatted(BEGUN);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void fault5_aMessageThatKillsTheProcessTwiceIsADeadLetterAtTheThirdBoot(@TempDir Path folder)
      throws Exception {
    // The limit of CPU time would end the handler on a machine that is slow to kill.
    try (DaemonProcess daemon =
        new DaemonProcess(folder.resolve("data"), "--limit=handler-cpu=600s")) {
      daemon.awaitReady();
      String source =
          JSON.createObjectNode().put("version", "1.0.0").put("source", MINE).toString();
      assertEquals(201, post(daemon, "/v1/classes/Mine/versions", source).statusCode());
      assertEquals(202, tell(daemon, "m", "step", "{}"));
      for (String text : new String[] {"one", "two", "three"}) {
        assertEquals(202, tell(daemon, "m", "hear", "{\"text\":\"" + text + "\"}"));
      }
      assertEquals(202, tell(daemon, "other", "hear", "{\"text\":\"four\"}"));

      until(daemon, "the first attempt runs", () -> begun(daemon) == 1);
      daemon.kill();
      daemon.restart();
      until(daemon, "the second boot tries it again", () -> begun(daemon) == 2);
      daemon.kill();
      daemon.restart();
      daemon.awaitReady();

      until(daemon, "what was behind it is handled", () -> heard(daemon, "m").equals(expected()));
      until(daemon, "others hear", () -> heard(daemon, "other").equals("[\"four\"]"));
      HttpResponse<String> answer = post(daemon, "/v1/actors/Mine/m/hear", "{\"text\":\"five\"}");
      assertEquals(200, answer.statusCode(), answer.body());
      JsonNode letters = get(daemon, "/v1/admin/dead-letters").get("deadLetters");
      assertEquals(1, letters.size(), letters::toString);
      JsonNode letter = letters.get(0);
      assertEquals("step", letter.at("/message/type").textValue());
      assertTrue(letter.toString().contains("the server stopped twice"), letter::toString);
      assertEquals(2, begun(daemon), "the third boot does not try it");
    }
  }

  private static String expected() {
    return "[\"one\",\"two\",\"three\"]";
  }

  private int tell(DaemonProcess daemon, String actor, String type, String json) throws Exception {
    return post(daemon, "/v1/actors/Mine/" + actor + "/tell/" + type, json).statusCode();
  }

  private HttpResponse<String> post(DaemonProcess daemon, String path, String json)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(daemon.uri(path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode get(DaemonProcess daemon, String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(daemon.uri(path)).build();
      return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String heard(DaemonProcess daemon, String actor) {
    return get(daemon, "/v1/actors/Mine/" + actor).at("/state/heard").toString();
  }

  private static int begun(DaemonProcess daemon) {
    return daemon.log().split(BEGUN, -1).length - 1;
  }

  private static void until(DaemonProcess daemon, String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "waited in vain: " + what + "\n" + daemon.log());
      LockSupport.parkNanos(5_000_000);
    }
  }
}
