package io.actjs.actjsd.ws;

import java.util.concurrent.LinkedTransferQueue;

/**
 * The thread that writes the frames of all connections. What became ready for one connection while
 * another was written leaves in one piece, and no thread of the runtime ever touches a socket.
 */
final class FrameWriter implements AutoCloseable {
  /** An outbox is in it at most once, so it is no longer than there are connections. */
  private final LinkedTransferQueue<Outbox> ready = new LinkedTransferQueue<>();

  private final Thread thread;

  FrameWriter() {
    thread = Thread.ofPlatform().name("actjsd-frames").daemon().unstarted(this::run);
    thread.start();
  }

  void submit(Outbox outbox) {
    ready.add(outbox);
  }

  private void run() {
    try {
      while (true) {
        ready.take().write();
      }
    } catch (InterruptedException e) {
      // close() interrupts; what is still queued belongs to connections that are gone.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
