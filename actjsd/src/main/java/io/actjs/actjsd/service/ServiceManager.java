package io.actjs.actjsd.service;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager that started this process, such as systemd with {@code Type=notify}: it is
 * told what the daemon does, and that it lives, as {@code sd_notify(3)} describes. Without one, all
 * of this does nothing. A manager that does not listen never keeps the daemon from its work.
 *
 * <p>A standby is ready when it begins to wait: that is its service, and it may take for ever until
 * it is needed. {@code STATUS=} says which of the two it is.
 */
public final class ServiceManager implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

  /** So that two answers may be late before the manager takes the daemon for dead. */
  private static final int PINGS_A_TIMEOUT = 3;

  private static final Duration LONGEST = Duration.ofHours(1);

  private final @Nullable NotifySocket socket;

  /** How often the manager wants to hear something; zero for never. */
  private final Duration interval;

  /** When the manager last heard that this waits; null when it does not. */
  private @Nullable Long standingSince;

  private @Nullable Thread watchdog;
  private boolean closed;

  private ServiceManager(@Nullable NotifySocket socket, Duration interval) {
    this.socket = socket;
    this.interval = interval;
  }

  /**
   * That of this process: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID}.
   *
   * @param environment the variables by name
   */
  public static ServiceManager of(Function<String, @Nullable String> environment) {
    String path = environment.apply("NOTIFY_SOCKET");
    if (path == null || path.isBlank()) {
      return new ServiceManager(null, Duration.ZERO);
    }
    try {
      return new ServiceManager(NotifySocket.connect(path), interval(environment));
    } catch (IOException e) {
      LOG.warn("the service manager is not told of this server: {}", e.getMessage());
      return new ServiceManager(null, Duration.ZERO);
    }
  }

  private static Duration interval(Function<String, @Nullable String> environment) {
    String pid = environment.apply("WATCHDOG_PID");
    String micros = environment.apply("WATCHDOG_USEC");
    boolean isMine = pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
    if (!isMine || micros == null || !micros.matches("\\d{1,18}")) {
      return Duration.ZERO;
    }
    Duration timeout = Duration.of(Long.parseLong(micros), ChronoUnit.MICROS);
    return timeout.compareTo(LONGEST) > 0
        ? LONGEST.dividedBy(PINGS_A_TIMEOUT)
        : timeout.dividedBy(PINGS_A_TIMEOUT);
  }

  /**
   * The daemon waits for another one to end, and has taken a look at it now. May be called more
   * often than the manager wants to hear it.
   */
  public synchronized void standsBy() {
    long now = System.nanoTime();
    if (standingSince != null && (interval.isZero() || now - standingSince < interval.toNanos())) {
      return;
    }
    standingSince = now;
    send("READY=1\nSTATUS=standby: another server uses the database\n" + ping());
  }

  /** The daemon accepts calls. From now on the manager hears whether it lives. */
  public synchronized void ready(String place, LifeSign life) {
    send("READY=1\nSTATUS=" + oneLine(place) + "\n" + ping());
    if (socket != null && !interval.isZero() && watchdog == null) {
      watchdog =
          Thread.ofPlatform()
              .name("actjsd-watchdog")
              .daemon()
              .start(() -> watch(oneLine(place), life));
    }
  }

  /** The daemon begins to stop; it needs no watching any more. */
  public void stopping() {
    stopWatching();
    send("STOPPING=1\nSTATUS=stopping\n");
  }

  private void watch(String place, LifeSign life) {
    try {
      while (true) {
        Thread.sleep(interval);
        if (life.isGiven(interval.dividedBy(2))) {
          send("WATCHDOG=1\nSTATUS=" + place + "; " + oneLine(life.state()) + "\n");
        } else {
          LOG.error("the server does not answer itself: no sign of life for the service manager");
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("watching ends");
    } catch (RuntimeException e) {
      LOG.error("watching failed; the service manager will hear no sign of life", e);
    }
  }

  private String ping() {
    return interval.isZero() ? "" : "WATCHDOG=1\n";
  }

  /** A line break would begin another message. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private synchronized void send(String message) {
    if (socket == null || closed) {
      return;
    }
    try {
      socket.send(message);
    } catch (IOException e) {
      LOG.warn("the service manager does not listen: {}", e.getMessage());
    }
  }

  private synchronized void stopWatching() {
    if (watchdog != null) {
      watchdog.interrupt();
    }
  }

  @Override
  public synchronized void close() {
    stopWatching();
    if (socket != null && !closed) {
      closed = true;
      socket.close();
    }
  }
}
