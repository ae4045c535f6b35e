package io.actjs.actjsd.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.http.SocketWriter;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.runtime.output.OutputGate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final long MEMORY = 1L << 30;

  /** A socket that takes frames when the test lets it. */
  private static final class Socket implements FrameSink {
    private final LinkedBlockingQueue<Callback> pending = new LinkedBlockingQueue<>();
    private final ArrayDeque<String> sent = new ArrayDeque<>();
    private final List<Boolean> more = new ArrayList<>();

    @Override
    public synchronized void send(OutFrame frame, boolean another, Callback done) {
      sent.add(new String(frame.utf8(), StandardCharsets.UTF_8));
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

  private final Budget memory = Budget.root("server", MEMORY);
  private final SocketWriter writer = new SocketWriter(new OutputGate(() -> null));
  private final Socket socket = new Socket();
  private final CountDownLatch drained = new CountDownLatch(1);
  private final CountDownLatch overflowed = new CountDownLatch(1);
  private final Outbox outbox =
      new Outbox(
          writer, socket, OutboxLimits.DEFAULT, memory, drained::countDown, overflowed::countDown);

  @AfterEach
  void stop() {
    writer.close();
  }

  private OutFrame frame(int bytes) {
    return OutFrame.of(new byte[bytes], memory);
  }

  @Test
  void fault23_aSocketThatThrowsEndsItsConnectionAndNotTheWriter() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    FrameSink broken =
        (frame, more, done) -> {
          throw new IllegalStateException("a bug");
        };
    Outbox other =
        new Outbox(writer, broken, OutboxLimits.DEFAULT, memory, () -> {}, ended::countDown);
    other.offer(frame(1));
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
    int bytes = (int) OutboxLimits.DEFAULT.unsentBytes() / 4;
    for (int i = 0; i < 5; i++) {
      assertTrue(outbox.hasRoom());
      outbox.offer(frame(bytes));
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
  void theFullerTheMemoryTheLessASlowReaderMayHold() throws Exception {
    int bytes = (int) OutboxLimits.DEFAULT.unsentBytes() / 2;
    outbox.offer(frame(bytes));
    outbox.offer(frame(bytes));
    Charge half = memory.charge(MEMORY / 2);
    await(() -> !outbox.hasRoom(), "a little more than the half is used");
    half.close();
    assertTrue(outbox.hasRoom());
    Charge most = memory.charge(MEMORY / 4 * 3);
    assertFalse(outbox.hasRoom());
    outbox.callWhenDrained();
    socket.taken().succeeded();
    await(() -> !outbox.hasRoom(), "it has not sent all");
    assertEquals(1, drained.getCount(), "only what has sent all has caught up now");
    socket.taken().succeeded();
    assertTrue(drained.await(10, TimeUnit.SECONDS));
    assertTrue(outbox.hasRoom(), "which always gets the next change");
    assertTrue(outbox.hasRoomToSpare());
    most.close();
  }

  @Test
  void framesThatTheServerHasNotWrittenYetDoNotMakeAReaderSlow() throws Exception {
    outbox.hold();
    int bytes = (int) OutboxLimits.DEFAULT.unsentBytes() / 4;
    outbox.offer(frame(bytes));
    Charge most = memory.charge(MEMORY / 4 * 3);
    assertTrue(outbox.hasRoom());
    outbox.letGo();
    await(() -> !outbox.hasRoom(), "the socket does not take it");
    socket.taken().succeeded();
    assertTrue(outbox.hasRoom());
    most.close();
  }

  @Test
  void theAllowanceFallsFromTheHalfOfTheMemoryToTwoThirds() {
    OutboxLimits limits = new OutboxLimits(4_000, 64_000);
    long memoryLimit = 600_000;
    assertEquals(4_000, limits.allowance(0, memoryLimit));
    assertEquals(4_000, limits.allowance(300_000, memoryLimit));
    assertEquals(3_999, limits.allowance(300_001, memoryLimit));
    assertEquals(2_000, limits.allowance(350_000, memoryLimit));
    assertEquals(40, limits.allowance(399_000, memoryLimit));
    assertEquals(0, limits.allowance(400_000, memoryLimit));
    assertEquals(0, limits.allowance(600_000, memoryLimit));
    assertEquals(4_000, limits.allowance(Long.MAX_VALUE / 4, Long.MAX_VALUE));
    assertEquals(0, limits.allowance(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  private static void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      Thread.onSpinWait();
    }
  }

  @Test
  void whoAsksWhenThereIsNothingToSendIsCalledToo() throws Exception {
    outbox.callWhenDrained();
    assertTrue(drained.await(10, TimeUnit.SECONDS));
  }

  @Test
  void theHardLimitEndsIt() throws Exception {
    int bytes = (int) (OutboxLimits.DEFAULT.backlogBytes() / 8);
    for (int i = 0; i < 8; i++) {
      outbox.offer(frame(bytes));
    }
    assertEquals(1, overflowed.getCount());
    outbox.offer(frame(1));
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
    outbox.offer(OutFrame.of(text.getBytes(StandardCharsets.UTF_8), memory));
  }

  @Test
  void everyFrameIsChargedUntilItIsSentOrDropped() throws Exception {
    offer("abc");
    Callback first = socket.taken();
    offer("de");
    assertEquals(5, memory.used());
    first.succeeded();
    Callback second = socket.taken();
    assertEquals(2, memory.used());
    offer("f");
    outbox.close();
    assertEquals(2, memory.used());
    second.failed(new java.io.IOException("broken pipe"));
    assertEquals(0, memory.used());
    offer("too late");
    assertEquals(0, memory.used());
  }

  @Test
  void heldFramesWait() throws Exception {
    outbox.hold();
    offer("a");
    offer("b");
    assertEquals(List.of(), socket.sent());
    outbox.letGo();
    socket.taken().succeeded();
    assertEquals(List.of("a", "b"), socket.sent());
  }
}
