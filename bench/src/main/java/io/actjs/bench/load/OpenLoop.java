package io.actjs.bench.load;

import java.io.IOException;
import java.util.List;

/**
 * Sends calls at fixed times, whether or not earlier ones have been answered. None is skipped: a
 * call that finds the generator or all places for calls in flight busy is sent late, and its
 * latency counts from the time at which it was due. Any answer that is not a success fails the run.
 */
public final class OpenLoop {
  private final int port;
  private final Clients clients;
  private final double perSecond;

  public OpenLoop(int port, Clients clients, double perSecond) {
    this.port = port;
    this.clients = clients;
    this.perSecond = perSecond;
  }

  /**
   * Sends the calls in turn, over and over, as many as are due within the given time; then waits
   * for the last answers. Latencies count from the times at which the calls were due.
   *
   * @param first the number of the call that is sent first
   */
  public LoadResult runFor(double seconds, List<Call> calls, int first) throws IOException {
    return new Run(Math.max(1, Math.round(perSecond * seconds)), calls.size(), first).run(calls);
  }

  private final class Run {
    private final long limit;
    private final int calls;
    private final int first;
    private final Latencies latencies = new Latencies();
    private final Latencies lateness = new Latencies();
    private final long[] dueAt = new long[clients.inFlight()];

    /** Slots without a call, those that have been free for longest first. */
    private final int[] free = new int[clients.inFlight()];

    private long taken;
    private long given = free.length;
    private long sent;
    private long answered;
    private long sum;
    private long begin;
    private Calls client;

    Run(long limit, int calls, int first) {
      this.limit = limit;
      this.calls = calls;
      this.first = first;
      for (int slot = 0; slot < free.length; slot++) {
        free[slot] = slot;
      }
    }

    LoadResult run(List<Call> prepared) throws IOException {
      try (Poller poller = new Poller();
          Calls opened = clients.connect(poller, port, prepared, this::answered)) {
        client = opened;
        ThreadCpu cpu = ThreadCpu.start();
        begin = System.nanoTime();
        poller.pollUntil(() -> answered == limit, this::sendDue);
        double took = (System.nanoTime() - begin) / 1e9;
        return new LoadResult(answered, sum, cpu.seconds(), took, latencies, lateness);
      }
    }

    /** Sends what is due and has a slot, and returns the nanoseconds until more is. */
    private long sendDue() throws IOException {
      long now = System.nanoTime();
      while (sent < limit && taken < given && due(sent) <= now) {
        send(now);
      }
      client.flush();
      return sent < limit && taken < given ? due(sent) - System.nanoTime() : Long.MAX_VALUE;
    }

    private long due(long call) {
      return begin + (long) (call * 1e9 / perSecond);
    }

    private void send(long now) {
      int slot = free[(int) (taken++ % free.length)];
      dueAt[slot] = due(sent);
      lateness.record(now - dueAt[slot]);
      client.send(slot, (int) ((first + sent++) % calls));
    }

    private void answered(int slot, long result) {
      latencies.record(System.nanoTime() - dueAt[slot]);
      free[(int) (given++ % free.length)] = slot;
      answered++;
      sum += result;
    }
  }
}
