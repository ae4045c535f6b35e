package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Tab;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Reads one body as it comes, on the threads that bring it: no thread waits for it. The body of a
 * request that is refused is read on and thrown away for a while: a client that is cut off while it
 * sends sees a broken connection, not the answer that says why.
 */
final class BodyReader implements Invocable.Task {
  private static final byte[] NOTHING = {};

  /** What is charged, and made room for, before the first byte is read. */
  private static final int FIRST_BYTES = 16 << 10;

  /** A body is in memory twice while it is read: as bytes, and as text. */
  static final int COPIES = 2;

  /** The most that is read of a refused body. */
  private static final long DISCARD_LIMIT = 64L << 20;

  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final Request request;
  private final Tab tab;
  private final int limit;
  private final long deadlineMs;

  private long end;
  private byte[] bytes = NOTHING;
  private int size;
  private long discarded;

  /** Why what comes is thrown away; null while it is wanted. */
  private @Nullable ActjsException refusal;

  /**
   * @param tab what the body is put on
   * @param limit bytes of the body
   * @param deadlineMs for all of it, from now
   */
  BodyReader(Request request, Tab tab, int limit, long deadlineMs) {
    this.request = request;
    this.tab = tab;
    this.limit = limit;
    this.deadlineMs = deadlineMs;
    this.end = end();
  }

  /** Begins to read; fails as {@link RequestBody#bytes} does. */
  CompletableFuture<byte[]> read() {
    long length = request.getLength();
    try {
      if (length > limit) {
        refuse(tooLarge());
      } else if (length != 0) {
        room(length < 0 ? FIRST_BYTES : (int) Math.min(length, FIRST_BYTES));
      }
    } catch (ActjsException e) {
      refuse(e);
    }
    run();
    return whole;
  }

  /** Reads the body and throws it away; then fails with the reason. */
  CompletableFuture<byte[]> discard(ActjsException reason) {
    refuse(reason);
    run();
    return whole;
  }

  /** Whoever brings more of the body goes on here. */
  @Override
  public void run() {
    try {
      Content.Chunk chunk = request.read();
      while (chunk != null) {
        if (hasEnded(chunk)) {
          return;
        }
        chunk = request.read();
      }
      request.demand(this);
    } catch (ActjsException e) {
      whole.completeExceptionally(e);
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  private boolean hasEnded(Content.Chunk chunk) {
    if (Content.Chunk.isFailure(chunk)) {
      return whole.completeExceptionally(refusal == null ? chunk.getFailure() : refusal);
    }
    try {
      take(chunk.getByteBuffer());
    } finally {
      chunk.release();
    }
    boolean late = System.nanoTime() > end;
    if (refusal != null) {
      return (chunk.isLast() || late || discarded >= DISCARD_LIMIT)
          && whole.completeExceptionally(refusal);
    }
    if (chunk.isLast()) {
      return whole.complete(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
    }
    if (late) {
      throw new ActjsException(
          ProblemCode.RequestTimeout,
          "the body did not come within " + deadlineMs + " ms; send it faster, or less");
    }
    return false;
  }

  private void take(ByteBuffer piece) {
    int length = piece.remaining();
    if (refusal != null) {
      discarded += length;
      return;
    }
    try {
      if (length > limit - size) {
        throw tooLarge();
      }
      if (length > bytes.length - size) {
        room((int) Math.min(limit, Math.max(size + (long) length, 2L * size)));
      }
      piece.get(bytes, size, length);
      size += length;
    } catch (ActjsException e) {
      refuse(e);
    }
  }

  private void room(int length) {
    tab.charge((long) COPIES * (length - bytes.length));
    bytes = Arrays.copyOf(bytes, length);
  }

  private void refuse(ActjsException reason) {
    refusal = reason;
    bytes = NOTHING;
    end = end();
  }

  private ActjsException tooLarge() {
    return new ActjsException(
        ProblemCode.PayloadTooLarge, "the body is larger than " + limit + " bytes; send less");
  }

  private long end() {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(deadlineMs);
  }
}
