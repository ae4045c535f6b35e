package io.actjs.bench.load;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Many subscribers of one actor, each on a connection of its own, and one caller that has it tell
 * them something: a change of a counter, or a message that is not stored. It is over when its call
 * is answered and every subscriber has it; a subscriber that misses one fails the run.
 */
public final class FanOut implements AutoCloseable {
  /** More than may be under way at once. */
  private static final int RING = 1024;

  private static final byte[] SEQ = Ascii.bytes("\"seq\":");
  private static final byte[] DATA = Ascii.bytes("\"data\":");
  private static final byte[] SNAPSHOT = Ascii.bytes("\"kind\":\"snapshot\"");
  private static final byte[] ERROR = Ascii.bytes("\"error\":");
  private static final byte[] ID = Ascii.bytes("\"id\":");

  private final Poller poller = new Poller();
  private final List<WsConnection> subscribers = new ArrayList<>();
  private final WsConnection caller;
  private final WsFrame increment;

  private final boolean ofMessages;

  /** What stands before the number of what is told. */
  private final byte[] mark;

  /** The last change or message that each subscriber has; -1 before its snapshot. */
  private final long[] seqs;

  /** Signs that are still due of each change under way: one a subscriber, one the answer. */
  private final int[] due = new int[RING];

  private final long[] sentAt = new long[RING];
  private Latencies latencies = new Latencies();
  private long firstSeq;
  private long sent;
  private long over;
  private long stopAt;

  /** Subscribers of a counter; returns when every one has its snapshot. */
  public static FanOut ofChanges(int port, String className, String id, int count)
      throws IOException {
    return ofChanges(port, className, id, count, List.of());
  }

  /**
   * The same of known users.
   *
   * @param tokens of the subscribers, in turn; the first is the caller's, too. None for nobody's
   */
  public static FanOut ofChanges(
      int port, String className, String id, int count, List<String> tokens) throws IOException {
    return new FanOut(port, className, id, count, false, tokens);
  }

  /** The same of an actor that has emitted nothing yet, and emits the numbers from 1. */
  public static FanOut ofMessages(int port, String className, String id, int count)
      throws IOException {
    return new FanOut(port, className, id, count, true, List.of());
  }

  private FanOut(
      int port, String className, String id, int count, boolean ofMessages, List<String> tokens)
      throws IOException {
    this.ofMessages = ofMessages;
    this.mark = ofMessages ? DATA : SEQ;
    increment = new Call(className, id, "inc", "{\"by\":1}").ws();
    seqs = new long[count];
    Arrays.fill(seqs, -1);
    caller = new WsConnection(port, path(tokens, 0), -1, this::answered);
    poller.add(caller);
    WsFrame subscribe =
        WsFrame.text(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"actor.subscribe\",\"params\":{\"class\":\""
                + className
                + "\",\"id\":\""
                + id
                + "\"}}");
    for (int i = 0; i < count; i++) {
      WsConnection connection = new WsConnection(port, path(tokens, i), i, this::notified);
      subscribers.add(connection);
      poller.add(connection);
      connection.send(subscribe);
      connection.flush();
    }
    poller.pollUntil(() -> Arrays.stream(seqs).allMatch(seq -> seq >= 0));
    firstSeq = seqs[0] + 1;
  }

  private static String path(List<String> tokens, int i) {
    return tokens.isEmpty() ? "/v1/ws" : "/v1/ws?token=" + tokens.get(i % tokens.size());
  }

  /**
   * Keeps {@code window} changes under way for the given time.
   *
   * @return its latencies are those from the call to the last subscriber
   */
  public LoadResult run(double seconds, int window) throws IOException {
    latencies = new Latencies();
    long overBefore = over;
    ThreadCpu cpu = ThreadCpu.start();
    long begin = System.nanoTime();
    stopAt = begin + (long) (seconds * 1e9);
    for (int i = 0; i < window; i++) {
      send(begin);
    }
    caller.flush();
    poller.pollUntil(() -> over == sent);
    double took = (System.nanoTime() - begin) / 1e9;
    if (Arrays.stream(seqs).anyMatch(seq -> seq != firstSeq + sent - 1)) {
      throw new BenchFailure("the subscribers do not all have the last change");
    }
    return new LoadResult(over - overBefore, 0, cpu.seconds(), took, latencies);
  }

  private void send(long now) {
    int at = (int) (sent % RING);
    due[at] = subscribers.size() + 1;
    sentAt[at] = now;
    caller.send(increment, WsFrame.LEAST_NUMBER + sent++);
  }

  private void answered(WsConnection connection, byte[] bytes, int from, int to) {
    if (Ascii.after(ERROR, bytes, from, to) >= 0) {
      throw new BenchFailure(Ascii.text(bytes, from, to));
    }
    long id = Ascii.number(bytes, Ascii.after(ID, bytes, from, to), to);
    sign(id - WsFrame.LEAST_NUMBER);
  }

  private void notified(WsConnection connection, byte[] bytes, int from, int to) {
    int subscriber = connection.number;
    boolean isSnapshot = Ascii.after(SNAPSHOT, bytes, from, to) >= 0;
    if (isSnapshot && ofMessages && seqs[subscriber] < 0) {
      seqs[subscriber] = 0;
      return;
    }
    int at = Ascii.afterLast(mark, bytes, from, to);
    if (at < 0) {
      if (Ascii.after(ERROR, bytes, from, to) >= 0) {
        throw new BenchFailure(Ascii.text(bytes, from, to));
      }
      return;
    }
    long seq = Ascii.number(bytes, at, to);
    if (seqs[subscriber] < 0) {
      seqs[subscriber] = seq;
    } else if (seq == seqs[subscriber] + 1 && !isSnapshot) {
      seqs[subscriber] = seq;
      sign(seq - firstSeq);
    } else {
      throw new BenchFailure(
          "a subscriber at " + seqs[subscriber] + " received " + Ascii.text(bytes, from, to));
    }
  }

  private void sign(long change) {
    int at = (int) (change % RING);
    if (change < over - RING || change >= sent || --due[at] < 0) {
      throw new BenchFailure("a sign of change " + change + " that was not due");
    }
    if (due[at] > 0) {
      return;
    }
    long now = System.nanoTime();
    latencies.record(now - sentAt[at]);
    over++;
    if (now < stopAt) {
      send(now);
      flushCaller();
    }
  }

  private void flushCaller() {
    try {
      caller.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (WsConnection subscriber : subscribers) {
      subscriber.close();
    }
    caller.close();
    poller.close();
  }
}
