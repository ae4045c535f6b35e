package io.actjs.bench.endurance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Callers of actors of their own, each with one small call at a time. */
public final class Honest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final long pauseMs;
  private volatile boolean stopping;

  /**
   * @param className of the actors; its handler {@code inc} returns how often it was called
   * @param pauseMs of each caller between two calls
   */
  public Honest(int callers, long pauseMs, int port, String className) {
    this.pauseMs = pauseMs;
    String actors = "http://127.0.0.1:" + port + "/v1/actors/" + className;
    for (int i = 0; i < callers; i++) {
      URI uri = URI.create(actors + "/honest" + i + "/inc");
      threads.add(Thread.ofVirtual().start(() -> run(uri)));
    }
  }

  private void run(URI uri) {
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
    try {
      for (int n = 1; !stopping; n++) {
        long began = System.nanoTime();
        try {
          HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
          // Its actor is its own, so it knows what it has to be told.
          if (!answer.body().contains("\"result\":" + n + ",")) {
            failures.add(answer.statusCode() + " " + answer.body());
          }
        } catch (IOException e) {
          failures.add(e.toString());
        }
        millis.add((System.nanoTime() - began) / 1e6);
        Thread.sleep(pauseMs);
      }
    } catch (InterruptedException e) {
      // The run has ended.
    }
  }

  /**
   * Calls since this was asked last.
   *
   * @param p99 milliseconds
   */
  public record Interval(long calls, double p99, double slowest) {}

  public Interval interval() {
    List<Double> taken = new ArrayList<>();
    for (Double one = millis.poll(); one != null; one = millis.poll()) {
      taken.add(one);
    }
    double[] sorted = taken.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? new Interval(0, 0, 0)
        : new Interval(
            sorted.length,
            sorted[(int) (sorted.length * 0.99)],
            Arrays.stream(sorted).max().orElse(0));
  }

  public List<String> failures() {
    return List.copyOf(failures);
  }

  public void stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
