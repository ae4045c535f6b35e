package io.actjs.actjsd.feed;

import org.eclipse.jetty.util.Callback;

/** The destination of the frames of an {@link Outbox}. Never blocks. */
public interface FrameSink {
  /**
   * Sends a text frame.
   *
   * @param utf8 is not changed afterwards by anyone
   * @param more whether another frame follows at once, so that this one need not be flushed
   * @param done called once, from any thread, when the bytes have left or the connection failed
   */
  void send(byte[] utf8, boolean more, Callback done);
}
