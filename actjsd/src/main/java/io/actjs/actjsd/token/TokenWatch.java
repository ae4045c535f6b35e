package io.actjs.actjsd.token;

import io.actjs.model.ActjsException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks twice a second what other processes do with a store that they share. */
final class TokenWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TokenWatch.class);
  private static final long PERIOD_MS = 500;

  private final Tokens tokens;
  private final Runnable besides;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("actjsd-tokens").daemon().factory());

  private TokenWatch(Tokens tokens, Runnable besides) {
    this.tokens = tokens;
    this.besides = besides;
  }

  /** Begins to look. */
  static TokenWatch of(Tokens tokens, Runnable besides) {
    TokenWatch watch = new TokenWatch(tokens, besides);
    var unused =
        watch.thread.scheduleWithFixedDelay(
            watch::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** What a scheduled task throws ends its schedule. */
  private void look() {
    try {
      tokens.refresh();
      besides.run();
    } catch (ActjsException e) {
      LOG.debug("who is let in is as before: the storage is away", e);
    } catch (RuntimeException | Error e) {
      LOG.error("who is let in could not be read from the store", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
