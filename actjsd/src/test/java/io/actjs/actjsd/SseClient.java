package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A reader of server-sent events, whose blocks the test takes one by one. */
public final class SseClient implements AutoCloseable {
  private static final long PATIENCE_S = 30;

  /** A block: a comment, or an event. */
  public record Block(String comment, String id, String event, String data) {
    public JsonNode json() {
      assertEquals("actor.event", event);
      return Answer.parse(data);
    }
  }

  private final HttpClient http;
  public final HttpResponse<InputStream> response;
  private final LinkedBlockingQueue<Block> blocks = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * @param http of its own
   */
  SseClient(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
    this.http = http;
    response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertEquals(200, response.statusCode());
    Thread.startVirtualThread(this::read);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String comment = "";
      String id = "";
      String event = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          blocks.add(new Block(comment, id, event, data));
          comment = "";
          id = "";
          event = "";
          data = "";
        } else if (line.startsWith(":")) {
          comment = line.substring(1);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          event = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else {
          throw new IOException("no line of a stream: " + line);
        }
      }
      ended.countDown();
    } catch (IOException e) {
      blocks.add(new Block("broken: " + e, "", "", ""));
    }
  }

  /** The next block, whatever it is. */
  public Block next() throws InterruptedException {
    Block block = any();
    return block.comment.equals("begun") ? any() : block;
  }

  private Block any() throws InterruptedException {
    Block block = blocks.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertNotNull(block, "nothing came");
    return block;
  }

  /** The next event. */
  public Block nextEvent() throws InterruptedException {
    Block block = next();
    while (block.event.isEmpty()) {
      assertEquals("keepalive", block.comment);
      block = next();
    }
    return block;
  }

  /** Whether the server ends the stream properly. */
  public boolean awaitEnd() throws InterruptedException {
    return ended.await(PATIENCE_S, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
