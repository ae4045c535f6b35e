package io.actjs.actjsd.route;

import io.actjs.actjsd.http.Admission;
import io.actjs.model.ActjsException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The result of work of the runtime, for a thread that may block. */
public final class Awaited {
  private Awaited() {}

  public static <T> T of(CompletableFuture<T> work) {
    T result = orNull(work);
    assert result != null;
    return result;
  }

  static <T extends @Nullable Object> T orNull(CompletableFuture<T> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ActjsException problem) {
        throw problem;
      }
      throw new IllegalStateException(
          "the runtime failed a request without a reason", e.getCause());
    } catch (InterruptedException e) {
      // Only the end of the server interrupts a request.
      Thread.currentThread().interrupt();
      throw Admission.stopping();
    }
  }
}
