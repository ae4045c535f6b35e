package io.actjs.actjsd.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class BoundedAppenderTest {
  /** A stream that takes nothing until it is let. */
  private static final class Reader extends OutputStream {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    final CountDownLatch touched = new CountDownLatch(1);
    final CountDownLatch reading = new CountDownLatch(1);

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      touched.countDown();
      try {
        reading.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      synchronized (this) {
        taken.write(bytes, from, length);
      }
    }

    synchronized String text() {
      return taken.toString(StandardCharsets.UTF_8);
    }
  }

  private final Reader reader = new Reader();
  private final BoundedAppender appender = new BoundedAppender(reader);
  private final Logger log = logger();

  private Logger logger() {
    LoggerContext context = new LoggerContext();
    appender.setContext(context);
    appender.start();
    Logger logger = context.getLogger("test");
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    return logger;
  }

  private void awaitText(String wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!reader.text().contains(wanted)) {
      assertTrue(System.nanoTime() < end, () -> wanted + " is not in the log");
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void blockTheWriter() throws InterruptedException {
    log.info("first");
    assertTrue(reader.touched.await(30, TimeUnit.SECONDS));
  }

  @Test
  void fault30_whoLogsNeverWaitsAndWhatIsTooMuchIsCounted() throws Exception {
    blockTheWriter();
    int lines = 3 * BoundedAppender.MAX_LINES;
    for (int i = 0; i < lines; i++) {
      log.info("line {}", i);
    }
    assertEquals(lines - BoundedAppender.MAX_LINES, appender.dropped());
    reader.reading.countDown();
    awaitText((lines - BoundedAppender.MAX_LINES) + " lines of the log were dropped");
    log.info("and it goes on");
    awaitText("and it goes on");
    assertTrue(reader.text().contains("line " + (BoundedAppender.MAX_LINES - 1)));
  }

  @Test
  void fault30_whatWaitsIsBoundedInBytes() throws Exception {
    blockTheWriter();
    String large = "x".repeat(10 * LogLine.MAX_TEXT);
    for (int i = 0; i < 1_000; i++) {
      log.info(large);
    }
    long kept = 1_000 - appender.dropped();
    assertTrue(
        kept * 2 * LogLine.MAX_TEXT <= BoundedAppender.MAX_BYTES + (1 << 16), () -> kept + " kept");
    assertTrue(kept > 100, () -> kept + " kept");
    reader.reading.countDown();
    awaitText("lines of the log were dropped");
    String longest =
        reader.text().lines().max((a, b) -> Integer.compare(a.length(), b.length())).orElseThrow();
    assertTrue(longest.length() < LogLine.MAX_TEXT + 200, "a line has a limit");
  }

  @Test
  void fault30_atTheEndWhatWaitsIsWrittenAndWhatComesLaterToo() {
    reader.reading.countDown();
    log.info("before");
    appender.finish();
    assertTrue(reader.text().contains("before"));
    log.info("after");
    assertTrue(reader.text().contains("after"));
  }
}
