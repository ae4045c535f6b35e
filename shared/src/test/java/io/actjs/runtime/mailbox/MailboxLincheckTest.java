package io.actjs.runtime.mailbox;

import io.actjs.agent.Interleavings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many senders and one receiver see the mailbox as one queue that closes in one instant. */
@Param(name = "message", gen = IntGen.class, conf = "0:7")
public class MailboxLincheckTest {
  private static final int CAPACITY = 2;
  private static final List<Delivery> MESSAGES =
      IntStream.rangeClosed(0, 7)
          .mapToObj(number -> Deliveries.call(Integer.toString(number)))
          .toList();

  private final Mailbox mailbox = new Mailbox(CAPACITY);

  @Operation(params = "message")
  public Mailbox.Offer offer(int message) {
    return mailbox.offer(MESSAGES.get(message));
  }

  /** As a host does it: what a sender is still putting in is there a moment later. */
  @Operation(nonParallelGroup = "receiver")
  public @Nullable String take() {
    Delivery taken = mailbox.poll();
    while (taken == null && mailbox.size() > 0) {
      Thread.onSpinWait();
      taken = mailbox.poll();
    }
    return taken == null ? null : taken.envelope().name();
  }

  @Operation(nonParallelGroup = "receiver")
  public boolean closeIfEmpty() {
    return mailbox.closeIfEmpty();
  }

  @Operation(nonParallelGroup = "receiver")
  public List<String> close() {
    List<String> left = new ArrayList<>();
    mailbox.close(delivery -> left.add(delivery.envelope().name()));
    return left;
  }

  /** What the mailbox promises, for one thread. */
  public static final class Promise {
    private final ArrayDeque<String> messages = new ArrayDeque<>();
    private boolean closed;

    public Mailbox.Offer offer(int message) {
      if (closed) {
        return Mailbox.Offer.CLOSED;
      }
      if (messages.size() == CAPACITY) {
        return Mailbox.Offer.FULL;
      }
      messages.add(Integer.toString(message));
      return Mailbox.Offer.TAKEN;
    }

    public @Nullable String take() {
      return messages.poll();
    }

    public boolean closeIfEmpty() {
      boolean closes = !closed && messages.isEmpty();
      closed |= closes;
      return closes;
    }

    public List<String> close() {
      closed = true;
      List<String> left = List.copyOf(messages);
      messages.clear();
      return left;
    }
  }

  @Test
  void isLinearizable() {
    Interleavings.check(MailboxLincheckTest.class, Promise.class, 3);
  }
}
