package io.actjs.actjsd.feed;

import org.eclipse.jetty.util.Callback;

/** The destination of the frames of an {@link Outbox}. Never blocks. */
public interface FrameSink {
  /**
   * Whether the frame can be sent at once; one that cannot is to be {@link #prepare prepared}, on
   * another thread, before it is.
   */
  default boolean isReady(OutFrame frame) {
    return true;
  }

  /** Has the frame prepared, and then runs the action. */
  default void prepare(OutFrame frame, Runnable then) {
    then.run();
  }

  /**
   * Sends a text frame.
   *
   * @param frame is released by the caller, when it is done
   * @param more whether another frame follows at once, so that this one need not be flushed
   * @param done called once, from any thread, when the bytes have left or the connection failed
   */
  void send(OutFrame frame, boolean more, Callback done);
}
