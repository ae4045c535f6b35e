package io.actjs.actjsd.follow;

import io.actjs.actjsd.access.Door;
import io.actjs.actjsd.feed.Laggards;
import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.Requests;
import io.actjs.actjsd.metric.MetricGroup;
import io.actjs.actjsd.metric.MetricSink;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All followers of the log and of the audit. */
public final class FollowStreams implements MetricGroup {
  private static final Logger LOG = LoggerFactory.getLogger(FollowStreams.class);

  /** The time for those who may not stay to take what was sent. */
  private static final long FAREWELL_MS = 250;

  private final Admission admission;
  private final Door door;
  private final Laggards.Later later;
  private final Semaphore places;
  private final int most;
  private final long keepAliveMs;
  private final long patienceMs;
  private final Set<FollowStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  /**
   * @param later does small things a moment later
   * @param most how many there are at a time
   * @param keepAliveMs how long one may be silent
   * @param patienceMs a follower that takes nothing for this time is given up
   */
  public FollowStreams(
      Admission admission,
      Door door,
      Laggards.Later later,
      int most,
      long keepAliveMs,
      long patienceMs) {
    this.admission = admission;
    this.door = door;
    this.later = later;
    this.most = most;
    this.places = new Semaphore(most);
    this.keepAliveMs = keepAliveMs;
    this.patienceMs = patienceMs;
  }

  /**
   * Answers a request with a stream until one of both ends it.
   *
   * @param begins is called when it does
   * @throws ActjsException {@code CapacityExhausted} when there are too many; {@code ShuttingDown}
   */
  void serve(Context ctx, FollowSource source, Runnable begins)
      throws IOException, InterruptedException {
    if (!admission.isOpen() || ending) {
      throw Admission.stopping();
    }
    if (!places.tryAcquire()) {
      throw new ActjsException(
          ProblemCode.CapacityExhausted,
          most + " follow the log or the audit already; end one, or raise the limit followers");
    }
    FollowStream stream = new FollowStream(source);
    EndPoint connection =
        Requests.request(ctx).getConnectionMetaData().getConnection().getEndPoint();
    Runnable leave =
        door.attend(
            door.identify(Requests.request(ctx)),
            () -> {
              stream.end();
              later.run(() -> cut(stream, connection), FAREWELL_MS);
            });
    try {
      open.add(stream);
      if (ending) {
        stream.end();
      }
      begins.run();
      head(ctx.res());
      long usual = connection.getIdleTimeout();
      connection.setIdleTimeout(patienceMs);
      stream.run(ctx.res().getOutputStream(), keepAliveMs);
      connection.setIdleTimeout(usual);
    } catch (IOException e) {
      LOG.debug("a follower has left, or takes nothing", e);
    } catch (ActjsException e) {
      // The answer has begun: it ends here, and its client comes back to where it was.
      LOG.debug("what is followed cannot be read", e);
    } finally {
      leave.run();
      open.remove(stream);
      places.release();
    }
  }

  /** Ends the connection of a reader that may not stay, and does not read. */
  private void cut(FollowStream stream, EndPoint connection) {
    if (open.contains(stream)) {
      connection.close(new IOException("the reader may not stay, and does not read"));
    }
  }

  private static void head(HttpServletResponse response) {
    response.setStatus(200);
    response.setContentType("text/event-stream; charset=utf-8");
    response.setHeader("Cache-Control", "no-cache, no-transform");
    response.setHeader("Connection", "keep-alive");
    response.setHeader("X-Accel-Buffering", "no");
  }

  @Override
  public void report(MetricSink sink) {
    sink.gauge("actjs_followers", "Followers of the log and of the audit.", open.size());
  }

  /** Ends all, each once what there is has been sent or the time is up. */
  public void endAll(long millis) throws InterruptedException {
    ending = true;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!open.isEmpty() && System.nanoTime() < end) {
      // Again and again: one that was about to wait has not heard the first.
      open.forEach(FollowStream::end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
