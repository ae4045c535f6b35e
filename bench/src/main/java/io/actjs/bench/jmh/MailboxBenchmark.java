package io.actjs.bench.jmh;

import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Mailbox;
import io.actjs.runtime.mailbox.Receiver;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/**
 * A message into an actor's mailbox and out of it: on one thread, and from one or two senders to a
 * worker that takes as fast as it can. Senders wait while the mailbox is full, so in a group every
 * message that is put in is taken out.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MailboxBenchmark {
  private static final int CAPACITY = 1_024;

  /** The mailbox of one thread. */
  @State(Scope.Thread)
  public static class Own extends Box {}

  /** The mailbox between the threads of a group. */
  @State(Scope.Group)
  public static class Shared extends Box {}

  /** A mailbox, and the message that goes through it. */
  public static class Box {
    final Mailbox mailbox = new Mailbox(CAPACITY);
    final Delivery delivery =
        Delivery.of(
            Envelope.call(new ActorRef("Counter", "counter-17"), "add", "[1]", Headers.NONE),
            null,
            Receiver.NOBODY);

    boolean put(Control control) {
      while (mailbox.offer(delivery) != Mailbox.Offer.TAKEN) {
        if (control.stopMeasurement) {
          return false;
        }
        Thread.onSpinWait();
      }
      return true;
    }

    @Nullable Delivery take(Control control) {
      Delivery taken = mailbox.poll();
      while (taken == null && !control.stopMeasurement) {
        Thread.onSpinWait();
        taken = mailbox.poll();
      }
      return taken;
    }
  }

  @Benchmark
  public @Nullable Delivery offerAndPoll(Own own) {
    return own.mailbox.offer(own.delivery) == Mailbox.Offer.TAKEN ? own.mailbox.poll() : null;
  }

  @Benchmark
  @Group("oneSender")
  @GroupThreads(1)
  public boolean send(Shared shared, Control control) {
    return shared.put(control);
  }

  @Benchmark
  @Group("oneSender")
  @GroupThreads(1)
  public @Nullable Delivery receive(Shared shared, Control control) {
    return shared.take(control);
  }

  @Benchmark
  @Group("twoSenders")
  @GroupThreads(2)
  public boolean sendOfTwo(Shared shared, Control control) {
    return shared.put(control);
  }

  @Benchmark
  @Group("twoSenders")
  @GroupThreads(1)
  public @Nullable Delivery receiveOfTwo(Shared shared, Control control) {
    return shared.take(control);
  }
}
