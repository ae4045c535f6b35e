package io.actjs.actjsd.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Sources;
import io.actjs.model.ActjsException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlRoutesTest {
  private static final int CALLERS = 4;

  @Test
  void theStatusSaysHowTheServerIs() {
    try (DaemonFixture server = DaemonFixture.ephemeral().with("Counter", Sources.COUNTER)) {
      server.post("/v1/actors/Counter/a/inc", "{}").assertStatus(200);
      JsonNode status = server.get("/v1/admin/status").assertStatus(200).json();
      assertTrue(status.path("ready").booleanValue());
      assertEquals("memory", status.path("store").textValue());
      assertEquals(1, status.path("classes").intValue());
      assertEquals(1, status.path("actors").intValue());
      assertEquals(1, status.path("calls").intValue());
      assertTrue(status.path("connections").intValue() >= 1);
      assertEquals(ProcessHandle.current().pid(), status.path("pid").longValue());
    }
  }

  @Test
  void theRateIsThatOfTheLastTenSeconds() {
    AtomicLong calls = new AtomicLong();
    AtomicLong nanos = new AtomicLong();
    CallRate rate = new CallRate(calls::get, nanos::get);
    assertEquals(0, rate.perSecond());
    for (int second = 0; second < 60; second++) {
      nanos.addAndGet(1_000_000_000);
      calls.addAndGet(second < 30 ? 100 : 7);
      rate.sample();
    }
    assertEquals(7, rate.perSecond(), 1e-9);
    assertEquals(30 * 107, rate.total());
  }

  @Test
  void aStopUnderLoadKeepsAllThatWasAcknowledged(@TempDir Path dir) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<DaemonFixture> running = new AtomicReference<>();
    DaemonConfig config =
        DaemonConfig.at(dir)
            .withStop(
                () -> {
                  running.get().daemon.close();
                  ended.countDown();
                });
    List<Long> acknowledged = new ArrayList<>();
    DaemonFixture server = DaemonFixture.of(config).with("Counter", Sources.COUNTER);
    running.set(server);
    List<Future<Long>> callers = new ArrayList<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    CountDownLatch busy = new CountDownLatch(CALLERS);
    for (int i = 0; i < CALLERS; i++) {
      String path = "/v1/actors/Counter/c" + i + "/inc";
      callers.add(threads.submit(() -> call(server, path, busy)));
    }
    assertTrue(busy.await(60, TimeUnit.SECONDS));
    Answer answer = server.post("/v1/admin/stop");
    answer.assertStatus(202);
    assertTrue(answer.json().path("stopping").booleanValue());
    for (Future<Long> caller : callers) {
      acknowledged.add(caller.get(120, TimeUnit.SECONDS));
    }
    threads.close();
    assertTrue(ended.await(30, TimeUnit.SECONDS));
    server.close();
    try (DaemonFixture again = DaemonFixture.at(dir)) {
      for (int i = 0; i < CALLERS; i++) {
        long stored =
            again.get("/v1/actors/Counter/c" + i).assertStatus(200).json().path("seq").asLong();
        assertTrue(stored >= acknowledged.get(i), stored + " of " + acknowledged);
      }
      JsonNode entry =
          again.get("/v1/admin/audit?action=server.").assertStatus(200).json().path("entries");
      assertEquals("server.stopped", entry.path(0).path("action").textValue());
    }
  }

  /** Calls until it is refused; how many were answered. */
  private static long call(DaemonFixture server, String path, CountDownLatch busy) {
    long answered = 0;
    try {
      while (server.post(path, "{}").status() == 200) {
        answered++;
        if (answered == 5) {
          busy.countDown();
        }
      }
    } catch (UncheckedIOException | ActjsException e) {
      // It has ended.
    }
    return answered;
  }
}
