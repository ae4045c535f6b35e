package io.actjs.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenLoopTest {
  private static final int CALLS = 50;
  private static final double PER_SECOND = 100;
  private static final long STALL_NANOS = 400_000_000L;

  /** Of 50 calls that are due every 10 ms, the 40 that are due during the stall are late. */
  @Test
  void theLatencyOfLateCallsCountsFromTheirDueTime() throws IOException {
    try (Stalling server = new Stalling()) {
      LoadResult load =
          new OpenLoop(server.port(), Clients.http(1), PER_SECOND)
              .runFor(CALLS / PER_SECOND, List.of(new Call("Counter", "one", "inc", "{}")), 0);
      assertEquals(CALLS, load.acknowledged(), "none is skipped");
      assertEquals(CALLS, server.answered.join());
      assertEquals(CALLS, load.latencies().count());
      assertTrue(load.latencies().micros(1) >= STALL_NANOS / 1e3 * 0.98);
      assertTrue(load.latencies().micros(0.5) >= 100_000, "half of them were 100 ms late");
      assertTrue(load.lateness().micros(0.5) >= 100_000, "because they were sent late");
      assertTrue(load.lateness().micros(0.01) < STALL_NANOS / 1e3, "the first one was not");
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsComeAtTheirRateAndAreAllInTheCounters(Transport transport, @TempDir Path logs)
      throws IOException {
    try (Server server = new Servers(List.of("-XX:+UseSerialGC", "-Xmx256m")).yardstick(logs)) {
      Clients clients = transport == Transport.HTTP ? Clients.http(8) : Clients.ws(100, 3);
      LoadResult load =
          new OpenLoop(server.port(), clients, 1000).runFor(0.5, calls("inc", "{\"by\":1}"), 0);
      assertEquals(500, load.acknowledged());
      assertTrue(load.seconds() >= 499 / 1000.0, "not before they are due: " + load.seconds());
      LoadResult read = new ClosedLoop(server.port(), Clients.http(4)).runOnce(calls("get", "{}"));
      assertEquals(500, read.sum());
    }
  }

  private static List<Call> calls(String method, String args) {
    return IntStream.range(0, 7)
        .mapToObj(i -> new Call("Counter", "open-" + i, method, args))
        .toList();
  }

  /** Answers the first request on its connection after the stall, and the others at once. */
  private static final class Stalling implements AutoCloseable {
    private static final byte[] ANSWER =
        "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"result\":1}"
            .getBytes(StandardCharsets.UTF_8);

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Integer> answered = CompletableFuture.supplyAsync(this::serve);

    Stalling() throws IOException {}

    int port() {
      return listening.getLocalPort();
    }

    private int serve() {
      int count = 0;
      try (Socket socket = listening.accept()) {
        int braces = 0;
        while (count < CALLS && braces >= 0) {
          braces = socket.getInputStream().read();
          if (braces == '}') {
            if (count == 0) {
              stall();
            }
            socket.getOutputStream().write(ANSWER);
            count++;
          }
        }
        return count;
      } catch (IOException e) {
        throw new CompletionException(e);
      }
    }

    private static void stall() {
      long end = System.nanoTime() + STALL_NANOS;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }
}
