package io.actjs.actjsd.ws;

import io.actjs.agent.Agent;
import io.actjs.agent.Scheduler;
import io.actjs.agent.WorkQueue;
import io.actjs.runtime.output.Batches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the frames of all connections. What became ready for one connection while another was
 * written leaves in one piece. The last answers of a batch that the runtime lets out are written by
 * the thread that let them out, the others on a thread of its own.
 */
final class FrameWriter implements Agent, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FrameWriter.class);

  /** Connections that are written at a time: a helper has something else to do. */
  private static final int AT_A_TIME = 16;

  /** An outbox is in it at most once, so it is no longer than there are connections. */
  private final WorkQueue<Outbox> ready = new WorkQueue<>();

  private final Batches batches;
  private final Scheduler.Running running;
  private volatile boolean closed;

  /**
   * @param batches of outputs, at whose ends frames are written
   */
  FrameWriter(Batches batches) {
    this.batches = batches;
    this.running = Scheduler.threads().start(this);
    batches.atEnd(this::flush);
  }

  void submit(Outbox outbox) {
    ready.offerQuietly(outbox);
    if (!batches.isInside()) {
      ready.wake();
    }
  }

  private void flush(boolean more) {
    if (ready.isEmpty()) {
      return;
    }
    if (more) {
      ready.wake();
    } else {
      running.help();
    }
  }

  @Override
  public String name() {
    return "actjsd-frames";
  }

  @Override
  public int doWork() {
    int did = 0;
    for (Outbox outbox = ready.poll(); outbox != null; outbox = ready.poll()) {
      write(outbox);
      if (++did == AT_A_TIME) {
        break;
      }
    }
    return did;
  }

  /** What goes wrong with one connection ends that one: all the others are written here too. */
  private static void write(Outbox outbox) {
    try {
      outbox.write();
    } catch (RuntimeException | Error e) {
      LOG.error("a connection's frames could not be written", e);
      outbox.fail();
    }
  }

  @Override
  public boolean hasWork() {
    return !ready.isEmpty();
  }

  @Override
  public void idle() {
    ready.await();
  }

  @Override
  public boolean isDone() {
    return closed;
  }

  /** Ends the thread; what is queued belongs to connections that are gone. */
  @Override
  public void close() {
    closed = true;
    ready.wake();
  }
}
