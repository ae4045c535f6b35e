package io.actjs.runtime.output;

import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.ProblemCode;
import io.actjs.registry.Manifests;
import io.actjs.storage.Journal;
import io.actjs.storage.StorageDriver;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access to storage.
 *
 * @param journal the only way to write an actor's turns and messages
 * @param threads the threads on which calls of the driver may block
 * @param clock the source of stored times
 */
public record StoreAccess(
    StorageDriver driver,
    Journal journal,
    Manifests manifests,
    ExecutorService threads,
    Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(StoreAccess.class);

  /**
   * Does the work on a storage thread. Exactly one of the other two is called with what came of it,
   * whatever the work threw, also when no thread takes it any more; neither may block.
   */
  public <T extends @Nullable Object> void attempt(
      Supplier<T> work, Consumer<T> done, Consumer<ActjsException> failed) {
    try {
      threads.execute(
          () -> {
            T result;
            try {
              result = work.get();
            } catch (Throwable e) {
              failed.accept(problem(e));
              return;
            }
            done.accept(result);
          });
    } catch (RejectedExecutionException e) {
      failed.accept(
          new ActjsException(ProblemCode.ShuttingDown, "the server is stopping: try again", e));
    }
  }

  /** What a caller is told of a failure that may be any. */
  private static ActjsException problem(Throwable failure) {
    if (failure instanceof ActjsException problem) {
      return problem;
    }
    LOG.error("an access to the store failed", failure);
    return new ActjsException(
        ProblemCode.InternalError, "an access to the store failed: " + failure, failure);
  }
}
