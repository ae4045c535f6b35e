package io.actjs.actjsd.access.hook;

import io.actjs.engine.Engine;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread whose isolate runs the function, for one request after the other. An isolate that a
 * request has spoiled is replaced before the next one.
 */
final class HookThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HookThread.class);

  /** Requests that wait. */
  static final int MOST_WAITING = 256;

  /** Milliseconds in which a request is answered, or given up. */
  static final long PATIENCE_MS = 2_000;

  /** A request that has less left is begun late. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS / 2);

  private final ArrayBlockingQueue<Asked> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Engine engine;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("actjsd-auth").unstarted(this::run);
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private volatile HookFunction wanted;
  private volatile boolean closed;

  // Of the thread.
  private @Nullable HookIsolate isolate;

  /**
   * Loads the function, and takes the engine over.
   *
   * @throws ActjsException when the function does not load
   */
  HookThread(Engine engine, HookFunction first) {
    this.engine = engine;
    this.wanted = first;
    thread.start();
    try {
      started.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      thread.interrupt();
      throw new ActjsException(ProblemCode.ShuttingDown, "interrupted while loading auth.ts", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ActjsException problem) {
        throw problem;
      }
      throw new IllegalStateException("auth.ts does not load", e);
    }
  }

  /** A request that waits. */
  private static final class Asked {
    private final String request;
    private final long giveUpAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    private final CompletableFuture<HookIsolate.Answer> answer = new CompletableFuture<>();

    /** Begun, and with enough time left: no answer then says something of who sent it. */
    private volatile boolean begunInTime;

    Asked(String request) {
      this.request = request;
    }

    long remaining() {
      return giveUpAt - System.nanoTime();
    }
  }

  /**
   * What the function answers. Blocks.
   *
   * @throws ActjsException {@code CapacityExhausted} when too many wait
   */
  HookIsolate.Answer ask(String request) {
    Asked asked = new Asked(request);
    if (closed || !waiting.offer(asked)) {
      throw tooMany();
    }
    try {
      return asked.answer.get(asked.remaining(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (!asked.begunInTime) {
        waiting.remove(asked);
        throw tooMany();
      }
      return new HookIsolate.Answer(null, "it did not answer within " + PATIENCE_MS + " ms", true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ActjsException(ProblemCode.ShuttingDown, "the server is stopping", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("auth.ts failed", e);
    }
  }

  private static ActjsException tooMany() {
    return new ActjsException(
        ProblemCode.CapacityExhausted,
        "too many requests wait for auth.ts to say who sends them; try again in a moment");
  }

  /** Of the file that the function is from. */
  HookFile.Stamp stamp() {
    return wanted.stamp();
  }

  /** Has the next request answered by another function, if that one loads. */
  void replace(HookFunction next) {
    wanted = next;
  }

  private void run() {
    try {
      isolate = new HookIsolate(engine, wanted);
      started.complete(null);
    } catch (RuntimeException | Error e) {
      started.completeExceptionally(e);
      return;
    }
    try {
      while (!closed) {
        serve(waiting.take());
      }
    } catch (InterruptedException e) {
      // Closed.
    } finally {
      drop();
    }
  }

  private void serve(Asked asked) {
    if (asked.remaining() <= 0) {
      return;
    }
    asked.begunInTime = asked.remaining() >= LATE_NANOS;
    HookIsolate.Answer answer;
    try {
      answer = current().ask(asked.request);
    } catch (RuntimeException | Error e) {
      answer = new HookIsolate.Answer(null, "it cannot be run: " + e, false);
    }
    // The answer first: to replace an isolate takes a while.
    var unused = asked.answer.complete(answer);
    if (!answer.isFit()) {
      drop();
    }
  }

  private HookIsolate current() {
    HookIsolate now = isolate;
    HookFunction next = wanted;
    if (now != null && next.equals(now.function())) {
      return now;
    }
    if (now == null) {
      now = new HookIsolate(engine, next);
    } else {
      now = replaced(now, next);
    }
    isolate = now;
    return now;
  }

  private HookIsolate replaced(HookIsolate old, HookFunction next) {
    try {
      HookIsolate fresh = new HookIsolate(engine, next);
      old.close();
      LOG.info("auth.ts has changed and is used from now on");
      return fresh;
    } catch (ActjsException e) {
      LOG.error("auth.ts has changed but does not load; the old one goes on: {}", e.detail());
      wanted = old.function();
      return old;
    }
  }

  private void drop() {
    HookIsolate now = isolate;
    isolate = null;
    if (now != null) {
      now.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      // No request takes longer than its CPU time, and none is waited for here.
      thread.join(PATIENCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    engine.close();
  }
}
