package io.actjs.actjsd.http;

import io.actjs.agent.Agent;
import io.actjs.agent.Scheduler;
import io.actjs.agent.WorkQueue;
import io.actjs.runtime.output.Batches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what leaves on connections: frames of WebSockets, answers to calls. The last answers of a
 * batch that the runtime lets out are written by the thread that let them out, the others on a
 * thread of its own.
 */
public final class SocketWriter implements Agent, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketWriter.class);

  /** What one connection has to send. Its methods do not block. */
  public interface Outgoing {
    void write();

    /** It cannot be written: the connection ends. */
    void fail();
  }

  /** Connections that are written at a time: a helper has something else to do. */
  private static final int AT_A_TIME = 16;

  /** A connection has at most one in it, so it is no longer than there are connections. */
  private final WorkQueue<Outgoing> ready = new WorkQueue<>();

  private final Batches batches;
  private final Scheduler.Running running;
  private volatile boolean closed;

  /**
   * @param batches of outputs, at whose ends answers are written
   */
  public SocketWriter(Batches batches) {
    this.batches = batches;
    this.running = Scheduler.threads().start(this);
    batches.atEnd(this::flush);
  }

  public void submit(Outgoing outgoing) {
    ready.offerQuietly(outgoing);
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
    return "actjsd-writer";
  }

  @Override
  public int doWork() {
    int did = 0;
    for (Outgoing outgoing = ready.poll(); outgoing != null; outgoing = ready.poll()) {
      write(outgoing);
      if (++did == AT_A_TIME) {
        break;
      }
    }
    return did;
  }

  /** What goes wrong with one connection ends that one: all the others are written here too. */
  private static void write(Outgoing outgoing) {
    try {
      outgoing.write();
    } catch (RuntimeException | Error e) {
      LOG.error("what a connection had to send could not be written", e);
      outgoing.fail();
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
