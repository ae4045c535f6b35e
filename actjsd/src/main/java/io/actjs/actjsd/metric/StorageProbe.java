package io.actjs.actjsd.metric;

import io.actjs.runtime.ActorRuntime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether storage answers, without long waits for the caller: a scrape reports an outage
 * while it lasts. One check is in progress at a time.
 */
final class StorageProbe implements MetricGroup {
  private static final long WAIT_MS = 1_000;

  private final ActorRuntime runtime;
  private @Nullable CompletableFuture<Boolean> asked;

  StorageProbe(ActorRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public void report(MetricSink sink) {
    sink.gauge("actjs_storage_up", "1 if the storage answers within a second.", isUp() ? 1 : 0);
  }

  private boolean isUp() {
    try {
      return question().get(WAIT_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized CompletableFuture<Boolean> question() {
    if (asked == null || asked.isDone()) {
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      asked = answer;
      Thread.ofPlatform().name("actjsd-storage-probe").daemon().start(() -> ask(answer));
    }
    return asked;
  }

  private void ask(CompletableFuture<Boolean> answer) {
    try {
      answer.complete(runtime.ready());
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }
}
