package io.actjs.actjsd.ws;

import java.util.concurrent.LinkedTransferQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes the frames of all connections. What became ready for one connection while
 * another was written leaves in one piece, and no thread of the runtime ever touches a socket.
 */
final class FrameWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FrameWriter.class);

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
        write(ready.take());
      }
    } catch (InterruptedException e) {
      // close() interrupts; what is still queued belongs to connections that are gone.
      Thread.currentThread().interrupt();
    }
  }

  /** What goes wrong with one connection ends that one: it is the writer of all the others too. */
  private static void write(Outbox outbox) {
    try {
      outbox.write();
    } catch (RuntimeException | Error e) {
      LOG.error("a connection's frames could not be written", e);
      outbox.fail();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
