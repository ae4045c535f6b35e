package io.actjs.actctl.command;

import io.actjs.actctl.client.Backoff;
import io.actjs.actctl.screen.Failure;
import io.actjs.model.ProblemCode;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How a command that follows something comes back after its connection is lost. */
public final class Reconnection {
  private final OutputOption output;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());

  /**
   * @param output is told of each attempt
   */
  public Reconnection(OutputOption output) {
    this.output = output;
  }

  /** Whether the server may answer otherwise the next time. */
  public static boolean isWorthwhile(Failure failure) {
    return failure.code() == null
        || Arrays.stream(ProblemCode.values())
            .anyMatch(it -> it.retryable() && it.name().equals(failure.code()));
  }

  /** Waits until the next attempt. */
  public void await(@Nullable String why) throws InterruptedException {
    long waitMs = backoff.nextMs();
    String reason = why == null ? "no answer" : why;
    output.note("connection lost (" + reason + "); reconnecting in " + waitMs + " ms");
    Thread.sleep(waitMs);
  }

  /** The connection works. */
  public void succeeded() {
    backoff.reset();
  }
}
