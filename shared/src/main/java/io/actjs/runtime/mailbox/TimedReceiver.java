package io.actjs.runtime.mailbox;

/** A receiver that somebody waits for until a deadline. */
public interface TimedReceiver extends Receiver {
  /** Cancels the timer when it ends, at once if it has ended. */
  void timer(DeadlineWheel.Timer deadline);
}
