package io.actjs.runtime.mailbox;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorView;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An answer as a future. It fails with {@link ActjsException} only. */
public final class Reply<T extends @Nullable Object> extends CompletableFuture<T>
    implements Receiver {
  private final Function<Answer, T> reading;
  private volatile DeadlineWheel.@Nullable Timer timer;

  private Reply(Function<Answer, T> reading) {
    this.reading = reading;
  }

  /** The result of a call: raw JSON, null for undefined. */
  public static Reply<@Nullable String> ofCall() {
    return new Reply<>(answer -> ((Answer.Result) answer).json());
  }

  public static Reply<ActorView> ofQuery() {
    return new Reply<>(answer -> ((Answer.State) answer).view());
  }

  public static Reply<ActorHead> ofMove() {
    return new Reply<>(answer -> ((Answer.Moved) answer).head());
  }

  /** The reply to work without a result. */
  public static Reply<@Nullable Void> ofDeed() {
    return new Reply<>(answer -> null);
  }

  /** Ends with the reply; set before the delivery is on its way. */
  public void timer(DeadlineWheel.Timer deadline) {
    timer = deadline;
  }

  @Override
  public void answered(Answer answer) {
    cancelTimer();
    complete(reading.apply(answer));
  }

  @Override
  public void failed(ActjsException reason) {
    cancelTimer();
    completeExceptionally(reason);
  }

  private void cancelTimer() {
    DeadlineWheel.Timer deadline = timer;
    if (deadline != null) {
      deadline.cancel();
    }
  }

  @Override
  public boolean abandoned() {
    return isDone();
  }
}
