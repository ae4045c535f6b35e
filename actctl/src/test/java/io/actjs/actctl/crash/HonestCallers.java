package io.actjs.actctl.crash;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers of small actors that go on while others misbehave; each call has to be answered. */
final class HonestCallers {
  private static final int CALLERS = 8;

  private final DaemonProcess daemon;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<Long> millis = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private volatile boolean stopping;

  HonestCallers(DaemonProcess daemon) {
    this.daemon = daemon;
    for (int i = 0; i < CALLERS; i++) {
      int caller = i;
      threads.add(Thread.ofVirtual().start(() -> run(caller)));
    }
  }

  private void run(int caller) {
    HttpRequest request =
        HttpRequest.newBuilder(daemon.uri("/v1/actors/Sink/honest" + caller + "/inc"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    while (!stopping) {
      long began = System.nanoTime();
      try {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          failures.add(answer.statusCode() + " " + answer.body());
        }
      } catch (IOException e) {
        failures.add(String.valueOf(e));
      } catch (InterruptedException e) {
        return;
      }
      millis.add((System.nanoTime() - began) / 1_000_000);
      answered.incrementAndGet();
    }
  }

  int answered() {
    return answered.get();
  }

  /** Ends them; what went wrong. */
  List<String> stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(failures);
  }

  /** Milliseconds that the slowest call took. */
  long slowest() {
    return Arrays.stream(millis.stream().mapToLong(Long::longValue).toArray()).max().orElse(0);
  }
}
