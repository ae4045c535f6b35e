package io.actjs.actjsd.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
  /** A socket that takes frames when the test lets it. */
  private static final class Socket implements FrameSink {
    private final LinkedBlockingQueue<Callback> pending = new LinkedBlockingQueue<>();
    private final ArrayDeque<String> sent = new ArrayDeque<>();
    private final List<Boolean> more = new ArrayList<>();

    @Override
    public synchronized void send(byte[] utf8, boolean another, Callback done) {
      sent.add(new String(utf8, StandardCharsets.UTF_8));
      more.add(another);
      if (!another) {
        pending.add(done);
      }
    }

    Callback taken() throws InterruptedException {
      Callback done = pending.poll(10, TimeUnit.SECONDS);
      assertTrue(done != null, "nothing was sent");
      return done;
    }

    synchronized List<String> sent() {
      List<String> all = List.copyOf(sent);
      sent.clear();
      return all;
    }
  }

  private final FrameWriter writer = new FrameWriter();
  private final Socket socket = new Socket();
  private final CountDownLatch drained = new CountDownLatch(1);
  private final CountDownLatch overflowed = new CountDownLatch(1);
  private final Outbox outbox =
      new Outbox(writer, socket, drained::countDown, overflowed::countDown);

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void fault23_aSocketThatThrowsEndsItsConnectionAndNotTheWriter() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    FrameSink broken =
        (utf8, more, done) -> {
          throw new IllegalStateException("a bug");
        };
    Outbox other = new Outbox(writer, broken, () -> {}, ended::countDown);
    other.offer("x".getBytes(StandardCharsets.UTF_8));
    assertTrue(ended.await(10, TimeUnit.SECONDS), "its connection ends");
    offer("a");
    socket.taken().succeeded();
    assertEquals(List.of("a"), socket.sent());
  }

  @Test
  void framesThatWaitLeaveTogetherAndInOrder() throws Exception {
    offer("a");
    Callback first = socket.taken();
    assertEquals(List.of("a"), socket.sent());
    offer("b");
    offer("c");
    offer("d");
    first.succeeded();
    Callback second = socket.taken();
    assertEquals(List.of("b", "c", "d"), socket.sent());
    assertEquals(List.of(false, true, true, false), socket.more);
    second.succeeded();
    assertEquals(4, outbox.sent());
  }

  @Test
  void aSlowReaderIsSeenUntilItHasCaughtUp() throws Exception {
    byte[] frame = new byte[(int) Outbox.BUDGET / 4];
    for (int i = 0; i < 5; i++) {
      assertTrue(outbox.hasRoom());
      outbox.offer(frame);
    }
    assertFalse(outbox.hasRoom());
    outbox.callWhenDrained();
    for (int i = 0; i < 4; i++) {
      assertEquals(1, drained.getCount());
      socket.taken().succeeded();
    }
    assertTrue(drained.await(10, TimeUnit.SECONDS));
    assertTrue(outbox.hasRoom());
  }

  @Test
  void whoAsksWhenThereIsNothingToSendIsCalledToo() throws Exception {
    outbox.callWhenDrained();
    assertTrue(drained.await(10, TimeUnit.SECONDS));
  }

  @Test
  void theHardLimitEndsIt() throws Exception {
    byte[] frame = new byte[(int) (Outbox.HARD_LIMIT / 8)];
    for (int i = 0; i < 8; i++) {
      outbox.offer(frame);
    }
    assertEquals(1, overflowed.getCount());
    outbox.offer(new byte[1]);
    assertTrue(overflowed.await(10, TimeUnit.SECONDS));
  }

  @Test
  void itEndsAfterWhatItWasGiven() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    offer("a");
    Callback a = socket.taken();
    offer("b");
    outbox.end(ended::countDown);
    offer("too late");
    a.succeeded();
    Callback b = socket.taken();
    assertEquals(List.of("a", "b"), socket.sent());
    assertEquals(1, ended.getCount());
    b.succeeded();
    assertTrue(ended.await(10, TimeUnit.SECONDS));
  }

  @Test
  void aFailedConnectionKeepsNothing() throws Exception {
    offer("a");
    Callback a = socket.taken();
    offer("b");
    a.failed(new java.io.IOException("broken pipe"));
    offer("c");
    outbox.callWhenDrained();
    assertEquals(List.of("a"), socket.sent());
    assertEquals(1, drained.getCount());
  }

  private void offer(String text) {
    outbox.offer(text.getBytes(StandardCharsets.UTF_8));
  }
}
