package io.actjs.actjsd.http;

import static io.actjs.actjsd.Await.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.Sources;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A planned stop, as clients see it that try nothing twice. */
class StoppingTest {
  private static final Pattern RESULT = Pattern.compile("\"result\":(\\d+)");

  @TempDir Path temp;

  private static String request(String path) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
  }

  /** Calls until it is told that the answer is the last; the number of its calls. */
  private static int callsUntilTheLast(int port, String path, CountDownLatch begun)
      throws IOException {
    try (RawSocket socket = new RawSocket(port)) {
      int calls = 0;
      while (true) {
        socket.write(request(path));
        String answer = socket.readAnswer();
        if (answer.contains("ShuttingDown")) {
          // This client was so slow that its connection seemed to be idle: it was not called.
          assertTrue(answer.contains("Connection: close"), answer);
        } else {
          assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
          calls++;
          Matcher result = RESULT.matcher(answer);
          assertTrue(result.find() && Integer.parseInt(result.group(1)) == calls, answer);
        }
        begun.countDown();
        if (answer.contains("Connection: close")) {
          assertEquals("", socket.readAll(), "the stream ends behind the last answer");
          return calls;
        }
      }
    }
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void aClientWithoutRetrySeesNoResetAndLosesNothing() throws Exception {
    int clients = 40;
    List<Integer> acknowledged = new ArrayList<>();
    try (DaemonFixture server = DaemonFixture.at(temp).with("Counter", Sources.COUNTER);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        RawSocket idle = new RawSocket(server.daemon.port());
        RawSocket unused = new RawSocket(server.daemon.port())) {
      idle.write(request("/v1/actors/Counter/idle/inc"));
      assertTrue(idle.readAnswer().startsWith("HTTP/1.1 200"));
      CountDownLatch begun = new CountDownLatch(5 * clients);
      List<Future<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        // Every second goes the long way.
        String path = "/v1/actors/Counter/c" + i + "/inc" + (i % 2 == 0 ? "" : "?deadlineMs=30000");
        calls.add(threads.submit(() -> callsUntilTheLast(server.daemon.port(), path, begun)));
      }
      begun.await();
      server.daemon.close();
      for (Future<Integer> call : calls) {
        acknowledged.add(call.get());
      }
      assertEquals("", idle.readAll(), "a connection without a request is ended, not reset");
      assertEquals("", unused.readAll());
    }
    try (DaemonFixture again = DaemonFixture.at(temp)) {
      for (int i = 0; i < clients; i++) {
        int value =
            again.post("/v1/actors/Counter/c" + i + "/read").json().get("result").intValue();
        assertEquals(acknowledged.get(i), value, "client " + i);
      }
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void whatRunsIsAnsweredAsTheLastOfItsConnection() throws Exception {
    try (DaemonFixture server =
            DaemonFixture.ephemeral()
                .with(
                    "Waiter",
                    """
                    import { Actor, handler } from 'actjs';
                    export class Waiter extends Actor<{ n: number }> {
                      state = { n: 0 };
                      @handler('wait') async wait() {
                        await this.actjs.call({ class: 'Waiter', id: 'witness' }, 'touch', {});
                        await new Promise(() => {});
                      }
                      @handler('touch') touch() { return ++this.state.n; }
                    }
                    """);
        RawSocket quick = new RawSocket(server.daemon.port());
        RawSocket slow = new RawSocket(server.daemon.port())) {
      server.post("/v1/actors/Waiter/a/touch").assertStatus(200);
      // A request that has not reached the server when it stops is not answered, so both must have.
      quick.write(
          request("/v1/actors/Waiter/a/wait")
              .replace("Content", "X-Actjs-Deadline-Ms: 3000\r\nContent"));
      until("the first runs", () -> server.get("/v1/actors/Waiter/witness/info").status() == 200);
      slow.write(request("/v1/actors/Waiter/a/wait?deadlineMs=3000"));
      until(
          "the second waits behind it",
          () -> server.get("/v1/actors/Waiter/a/info").json().get("mailbox").intValue() == 1);
      int port = server.daemon.port();
      Thread stop = Thread.startVirtualThread(server.daemon::close);
      until("nothing new comes in", () -> isRefused(port));
      assertFalse(quick.isAnswered(), "not before the last answer");
      stop.join();
      for (RawSocket socket : new RawSocket[] {quick, slow}) {
        String answer = socket.readAnswer();
        assertTrue(answer.contains("CallTimeout"), answer);
        assertTrue(answer.contains("Connection: close"), answer);
        assertEquals("", socket.readAll());
      }
    }
  }

  private static boolean isRefused(int port) {
    try {
      new RawSocket(port).close();
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      // It was taken by the system, but not by the server.
      return false;
    }
  }
}
