package io.actjs.bench.hostile;

import io.actjs.bench.endurance.Honest;
import io.actjs.bench.endurance.ServerProcess;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one attack at a time costs honest callers: their p99 beside it, over their p99 beside
 * nothing else and over that beside the legal form of the attack, on one server. Rounds alternate,
 * and each value is the median of its rounds, so a busy machine moves the values more than the
 * ratios. Prints a line of JSON for each attack.
 */
final class AttackRatios {
  private static final int HONEST = 50;
  private static final long WARM_UP_MS = 5_000;

  /** After an attack, before anything is measured again. */
  private static final long REST_MS = 1_000;

  private final Path folder;
  private final String heap;
  private final PrintStream out;
  private final int rounds;

  /**
   * @param folder for data and log
   * @param heap of the server, as {@code -Xmx} takes it
   * @param rounds of each kind
   */
  AttackRatios(Path folder, String heap, PrintStream out, int rounds) {
    this.folder = folder;
    this.heap = heap;
    this.out = out;
    this.rounds = rounds;
  }

  /**
   * @param seconds of a round
   * @return failures of honest calls
   */
  List<String> run(List<Attack> attacks, long seconds) throws Exception {
    Files.createDirectories(folder);
    try (ServerProcess server = ServerProcess.start(folder, heap)) {
      HostileRun.publish(server.port());
      Honest honest = HostileRun.honest(HONEST, server.port());
      Attack.Target target = new Attack.Target(server.port());
      Thread.sleep(WARM_UP_MS);
      for (Attack attack : attacks) {
        measure(attack, target, honest, 1_000 * seconds);
      }
      honest.stop();
      return honest.failures();
    }
  }

  private void measure(Attack attack, Attack.Target target, Honest honest, long millis)
      throws InterruptedException {
    List<Honest.Interval> quiet = new ArrayList<>();
    List<Honest.Interval> legal = new ArrayList<>();
    List<Honest.Interval> hostile = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      quiet.add(during(honest, () -> {}, millis));
      legal.add(during(honest, () -> target.attack(attack, Attack.Size.LEGAL), millis));
      hostile.add(during(honest, () -> target.attack(attack, Attack.Size.HOSTILE), millis));
    }
    double p99 = p99(hostile);
    out.printf(
        Locale.ROOT,
        "{\"attack\":\"%s\",\"honestCalls\":%d,\"honestFailures\":%d,\"quietP99Ms\":%.1f,"
            + "\"legalP99Ms\":%.1f,\"p99Ms\":%.1f,\"slowestMs\":%.1f,\"ratioToQuiet\":%.2f,"
            + "\"ratioToLegal\":%.2f}%n",
        attack,
        hostile.stream().mapToLong(Honest.Interval::calls).sum(),
        honest.failures().size(),
        p99(quiet),
        p99(legal),
        p99,
        hostile.stream().mapToDouble(Honest.Interval::slowest).max().orElse(0),
        p99 / p99(quiet),
        p99 / p99(legal));
  }

  private static Honest.Interval during(Honest honest, Runnable work, long millis)
      throws InterruptedException {
    Thread.sleep(REST_MS);
    var unused = honest.interval();
    Thread thread = Thread.ofVirtual().start(work);
    Thread.sleep(millis);
    Honest.Interval interval = honest.interval();
    thread.interrupt();
    thread.join();
    return interval;
  }

  /** The median of the rounds. */
  private static double p99(List<Honest.Interval> rounds) {
    double[] sorted = rounds.stream().mapToDouble(Honest.Interval::p99).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
