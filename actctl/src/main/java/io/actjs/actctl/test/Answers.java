package io.actjs.actctl.test;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers to a test's requests: those that are ready, and what the others wait for. */
final class Answers {
  private final Queue<Ready> ready = new ArrayDeque<>();
  private final Map<Long, String> open = new LinkedHashMap<>();

  /** What a request is answered. */
  sealed interface Ready {
    long id();

    /**
     * @param json raw JSON; null for undefined
     */
    record Result(long id, @Nullable String json) implements Ready {}

    /** */
    record Refusal(long id, ActjsException problem) implements Ready {}
  }

  void result(long id, @Nullable String json) {
    ready.add(new Ready.Result(id, json));
  }

  void refusal(long id, ActjsException problem) {
    ready.add(new Ready.Refusal(id, problem));
  }

  /**
   * Answers when the future completes.
   *
   * @param what for whoever waits for it in vain
   * @param json the answer, made of what the future completes with
   */
  <T extends @Nullable Object> void when(
      long id, String what, CompletableFuture<T> future, Function<T, @Nullable String> json) {
    open.put(id, what);
    var unused =
        future.whenComplete(
            (value, failure) -> {
              open.remove(id);
              if (failure == null) {
                result(id, json.apply(value));
              } else {
                refusal(id, problem(failure));
              }
            });
  }

  private static ActjsException problem(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ActjsException known
        ? known
        : new ActjsException(ProblemCode.HandlerError, String.valueOf(cause), cause);
  }

  /** The next answer, which is taken; null when none is ready. */
  @Nullable Ready poll() {
    return ready.poll();
  }

  /** What requests wait for. */
  List<String> open() {
    return new ArrayList<>(open.values());
  }

  void clear() {
    ready.clear();
    open.clear();
  }
}
