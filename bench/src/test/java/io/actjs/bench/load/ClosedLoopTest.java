package io.actjs.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosedLoopTest {
  private static Server server;

  @BeforeAll
  static void start(@TempDir Path logs) throws IOException {
    server = new Servers(List.of("-XX:+UseSerialGC", "-Xmx256m")).yardstick(logs);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"HTTP,1,1", "HTTP,16,100", "WS,1,1", "WS,16,100", "WS,64,7", "WS,20,7"})
  void whatIsAcknowledgedIsInTheCounters(Transport transport, int concurrency, int actors)
      throws IOException {
    String prefix = transport + "-" + concurrency;
    ClosedLoop loop = new ClosedLoop(server.port(), clients(transport, concurrency));
    LoadResult load = loop.runFor(0.2, calls(prefix, actors, "inc"), actors - 1);
    assertTrue(load.acknowledged() > 0);
    assertEquals(load.acknowledged(), load.latencies().count());
    LoadResult read = loop.runOnce(calls(prefix, actors, "get"));
    assertEquals(actors, read.acknowledged());
    assertEquals(load.acknowledged(), read.sum());
  }

  @ParameterizedTest
  @CsvSource({"HTTP", "WS"})
  void answersThatAreNoSuccessFailTheRun(Transport transport) {
    ClosedLoop loop = new ClosedLoop(server.port(), clients(transport, 1));
    List<Call> calls = List.of(new Call("Counter", "one", "fail", "{}"));
    assertThrows(BenchFailure.class, () -> loop.runOnce(calls));
  }

  @Test
  void everySubscriberGetsEveryChange() throws IOException {
    try (FanOut fan = FanOut.ofChanges(server.port(), "Counter", "fan", 20)) {
      long changes = fan.run(0.2, 1).acknowledged() + fan.run(0.2, 16).acknowledged();
      LoadResult read =
          new ClosedLoop(server.port(), Clients.http(1))
              .runOnce(List.of(new Call("Counter", "fan", "get", "{}")));
      assertEquals(changes, read.sum());
    }
  }

  /** Sixteen sockets do not divide twenty calls. */
  private static Clients clients(Transport transport, int inFlight) {
    return transport == Transport.HTTP ? Clients.http(inFlight) : Clients.ws(inFlight, 16);
  }

  private static List<Call> calls(String prefix, int actors, String method) {
    return IntStream.range(0, actors)
        .mapToObj(i -> new Call("Counter", prefix + "-" + i, method, "{\"by\":1}"))
        .toList();
  }
}
