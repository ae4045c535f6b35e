package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.wire.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to a real server, under clients that try nothing twice. */
class PlannedStopTest {
  private static final int CLIENTS = 24;

  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Tally extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('inc') inc() { return ++this.state.n; }
        @handler('wait') async wait() { await new Promise(() => {}); }
      }
      """;

  @TempDir Path temp;

  /** One connection, as simple as a client can have it. */
  private static final class Plain implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Plain(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(30_000);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    void send(String path, String body) throws IOException {
      String head =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              .formatted(path);
      String request = head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** The head and the body of the answer. */
    String answer() throws IOException {
      StringBuilder answer = new StringBuilder();
      int length = -1;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        answer.append(line).append('\n');
        if (line.regionMatches(true, 0, "content-length: ", 0, 16)) {
          length = Integer.parseInt(line.substring(16));
        }
      }
      assertTrue(length >= 0, "no answer: " + answer);
      char[] body = new char[length];
      for (int at = 0; at < length; ) {
        int more = in.read(body, at, length - at);
        assertTrue(more > 0, "half an answer: " + answer);
        at += more;
      }
      return answer.append(body).toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private DaemonProcess started() throws IOException {
    DaemonProcess daemon = new DaemonProcess(temp.resolve("data"));
    daemon.awaitReady();
    return daemon;
  }

  private static void publish(DaemonProcess daemon) throws IOException {
    try (Plain client = new Plain(daemon.port())) {
      client.send(
          "/v1/classes/Tally/versions",
          "{\"version\":\"1.0.0\",\"source\":" + JsonText.quote(SOURCE) + "}");
      String answer = client.answer();
      assertTrue(answer.startsWith("HTTP/1.1 201"), answer);
    }
  }

  /** Calls until it is told that an answer is the last; how often it was done. */
  private static int callUntilTheLast(int port, String actor, CountDownLatch begun)
      throws IOException {
    try (Plain client = new Plain(port)) {
      int done = 0;
      while (true) {
        client.send("/v1/actors/Tally/" + actor + "/inc", "{}");
        String answer = client.answer();
        if (answer.startsWith("HTTP/1.1 200")) {
          done++;
          assertTrue(answer.contains("\"result\":" + done + ","), answer);
        } else {
          assertTrue(answer.contains("ShuttingDown"), answer);
        }
        begun.countDown();
        if (answer.contains("Connection: close")) {
          assertNull(client.in.readLine(), "the stream ends behind the last answer");
          return done;
        }
      }
    }
  }

  @Test
  @Timeout(value = 180, unit = TimeUnit.SECONDS)
  void scenario44SigtermResetsNobodyAndLosesNothing() throws Exception {
    try (DaemonProcess daemon = started();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      publish(daemon);
      CountDownLatch begun = new CountDownLatch(3 * CLIENTS);
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String actor = "t" + i;
        calls.add(threads.submit(() -> callUntilTheLast(daemon.port(), actor, begun)));
      }
      begun.await();
      assertEquals(143, daemon.stop(), daemon::log);
      List<Integer> done = new ArrayList<>();
      for (Future<Integer> call : calls) {
        done.add(call.get());
      }
      daemon.restart();
      daemon.awaitReady();
      for (int i = 0; i < CLIENTS; i++) {
        try (Plain client = new Plain(daemon.port())) {
          client.send("/v1/actors/Tally/t" + i + "/inc", "{}");
          String answer = client.answer();
          assertTrue(answer.contains("\"result\":" + (done.get(i) + 1) + ","), answer);
        }
      }
    }
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void aSecondSigtermEndsItAtOnce() throws Exception {
    try (DaemonProcess daemon = started();
        Plain waiter = new Plain(daemon.port())) {
      publish(daemon);
      waiter.send("/v1/actors/Tally/w/wait", "{}");
      daemon.terminate();
      while (!daemon.log().contains("stopping:")) {
        assertTrue(daemon.isAlive(), daemon::log);
        LockSupport.parkNanos(1_000_000);
      }
      daemon.terminate();
      assertEquals(143, daemon.awaitEnd(), daemon::log);
      assertFalse(daemon.log().contains("stopped: all"), daemon::log);
    }
  }
}
