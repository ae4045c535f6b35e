package io.actjs.bench.load;

import java.io.IOException;
import java.util.List;

/**
 * Keeps a given number of calls in flight: a call is sent when an earlier one is answered. Any
 * answer that is not a success fails the run.
 */
public final class ClosedLoop {
  private final int port;
  private final Clients clients;

  public ClosedLoop(int port, Clients clients) {
    this.port = port;
    this.clients = clients;
  }

  /**
   * Sends the calls in turn, over and over, for the given time; then waits for the last answers.
   *
   * @param first the number of the call that is sent first
   */
  public LoadResult runFor(double seconds, List<Call> calls, int first) throws IOException {
    return new Run(Long.MAX_VALUE, (long) (seconds * 1e9), first).run(calls);
  }

  /** Sends each call once. */
  public LoadResult runOnce(List<Call> calls) throws IOException {
    return new Run(calls.size(), Long.MAX_VALUE, 0).run(calls);
  }

  private final class Run {
    private final long limit;
    private final long forNanos;
    private final Latencies latencies = new Latencies();
    private final long[] sentAt = new long[clients.inFlight()];
    private final int first;
    private long sent;
    private long answered;
    private long sum;
    private long begin;
    private int calls;
    private Calls client;

    Run(long limit, long forNanos, int first) {
      this.first = first;
      this.limit = limit;
      this.forNanos = forNanos;
    }

    LoadResult run(List<Call> prepared) throws IOException {
      calls = prepared.size();
      try (Poller poller = new Poller();
          Calls opened = clients.connect(poller, port, prepared, this::answered)) {
        client = opened;
        ThreadCpu cpu = ThreadCpu.start();
        begin = System.nanoTime();
        for (int slot = 0; slot < Math.min(client.slots(), limit); slot++) {
          send(slot, begin);
        }
        client.flush();
        poller.pollUntil(() -> answered == sent);
        double took = (System.nanoTime() - begin) / 1e9;
        return new LoadResult(answered, sum, cpu.seconds(), took, latencies);
      }
    }

    private void send(int slot, long now) {
      sentAt[slot] = now;
      client.send(slot, (int) ((first + sent++) % calls));
    }

    private void answered(int slot, long result) {
      long now = System.nanoTime();
      latencies.record(now - sentAt[slot]);
      answered++;
      sum += result;
      if (sent < limit && now - begin < forNanos) {
        send(slot, now);
      }
    }
  }
}
