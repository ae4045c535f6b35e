package io.actjs.runtime.mailbox;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorView;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Tab;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An answer as a future. It fails with {@link ActjsException} only. */
public final class Reply<T extends @Nullable Object> extends CompletableFuture<T>
    implements TimedReceiver {
  private final Function<Answer, T> reading;
  private volatile DeadlineWheel.@Nullable Timer timer;
  private @Nullable Tab tab;
  private volatile @Nullable Runnable leaving;
  private @Nullable CallTimes times;

  private Reply(Function<Answer, T> reading) {
    this.reading = reading;
  }

  /** Of work whose answer is read so. */
  public static <T extends @Nullable Object> Reply<T> of(Function<Answer, T> reading) {
    return new Reply<>(reading);
  }

  /** The result of a call: raw JSON, null for undefined. */
  public static Reply<@Nullable String> ofCall() {
    return new Reply<>(answer -> ((Answer.Result) answer).json());
  }

  /** Of a call whose caller also wants to know which version ran. */
  public static Reply<Answer.Result> ofResult() {
    return new Reply<>(answer -> (Answer.Result) answer);
  }

  public static Reply<ActorView> ofQuery() {
    return new Reply<>(answer -> ((Answer.State) answer).view());
  }

  /** Whether a request with the same key was answered before. */
  public static Reply<Boolean> ofDeletion() {
    return new Reply<>(answer -> answer instanceof Answer.Result result && result.repeated());
  }

  public static Reply<ActorHead> ofMove() {
    return new Reply<>(answer -> ((Answer.Moved) answer).head());
  }

  /** The reply to work without a result. */
  public static Reply<@Nullable Void> ofDeed() {
    return new Reply<>(answer -> null);
  }

  /** Set before the delivery is on its way. */
  @Override
  public void timer(DeadlineWheel.Timer deadline) {
    timer = deadline;
  }

  /**
   * What the answer takes is put on this tab; set before the delivery is on its way. Without a tab
   * whoever is told of the completion has copied what is needed when that returns.
   */
  public void tab(@Nullable Tab whose) {
    tab = whose;
  }

  /** What is done when nobody waits any more; set before the delivery is on its way. */
  public void whenLeft(Runnable action) {
    leaving = action;
  }

  /** What a call fails with whose caller has left. */
  public static ActjsException cancelled() {
    return new ActjsException(
        ProblemCode.Cancelled,
        "the caller has left before the answer; nothing of the call is kept");
  }

  /**
   * The caller has left: work that has not begun is not done, and work that waits for something is
   * undone. It fails with {@code Cancelled}, not with a {@code CancellationException}.
   *
   * @return whether it had not ended
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean left = completeExceptionally(cancelled());
    if (left) {
      cancelTimer();
      Runnable action = leaving;
      if (action != null) {
        action.run();
      }
    }
    return left;
  }

  /** Who is told when the turn begins and ends; set before the delivery is on its way. */
  public void times(@Nullable CallTimes whose) {
    times = whose;
  }

  @Override
  public void running() {
    CallTimes present = times;
    if (present != null) {
      present.running();
    }
  }

  @Override
  public void ended() {
    CallTimes present = times;
    if (present != null) {
      present.ended();
    }
  }

  @Override
  public void answered(Answer answer) {
    cancelTimer();
    Tab keeper = tab;
    if (keeper != null) {
      switch (answer) {
        case Answer.Result result -> keeper.add(result.charge().handOver());
        case Answer.State(var view, _, _) -> {
          try {
            keeper.charge(2L * view.state().length());
          } catch (ActjsException e) {
            completeExceptionally(e);
            return;
          }
        }
        case Answer.Place place -> {}
        case Answer.Moved moved -> {}
        case Answer.Erased erased -> {}
        case Answer.Decided decided -> {}
        case Answer.Done done -> {}
      }
    }
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
