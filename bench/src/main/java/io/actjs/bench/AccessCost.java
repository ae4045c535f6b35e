package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.bench.server.Subject;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Issuer;
import io.actjs.bench.work.Median;
import io.actjs.bench.work.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What it costs to say who calls and what it may do: calls per second over HTTP to a server, and a
 * class, that ask. The yardstick is the same increments with nobody named and nothing asked, on a
 * server of its own.
 */
final class AccessCost implements Figure {
  private static final int CONCURRENCY = 64;
  private static final int ACTORS = 1000;

  /** More than anybody asks for, so that each request is counted and none refused. */
  private static final List<String> RATES = List.of("address=10000000/s", "10000000/s");

  /** What is asked of a call. */
  private enum Asked {
    /** A JSON Web Token, signed with RS256, the same in each. */
    JWT("jwt", Counters.CLASS, true, false, 0.9),
    /** A {@code static policy} that looks at the principal and the state. */
    POLICY("policy", "PolicyCounter", false, false, 0),
    /** A {@code view}; it runs for subscribers, whom {@link ViewFanOut} has. */
    VIEW("view", "ViewCounter", false, false, 0),
    /** Token buckets of the address and the principal. */
    LIMITS("limits", Counters.CLASS, false, true, 0),
    /** All of it. */
    ALL("access", "GuardedCounter", true, true, 0.8);

    final String figure;
    final String className;
    final boolean users;
    final boolean rates;

    /** The goal; 0 for none. */
    final double atLeast;

    Asked(String figure, String className, boolean users, boolean rates, double atLeast) {
      this.figure = figure;
      this.className = className;
      this.users = users;
      this.rates = rates;
      this.atLeast = atLeast;
    }
  }

  private final Asked asked;

  private AccessCost(Asked asked) {
    this.asked = asked;
  }

  static List<AccessCost> all() {
    return Arrays.stream(Asked.values()).map(AccessCost::new).toList();
  }

  @Override
  public String name() {
    return asked.figure;
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Issuer issuer = Issuer.open(Subject.AUDIENCE);
    Path directory = lab.options().directory().resolve(name());
    Path keys = issuer.writeKeys(directory);
    try (Server server =
            lab.servers()
                .ephemeralDaemon(
                    directory, asked.users ? keys : null, asked.rates ? RATES : List.of());
        Server open = lab.servers().ephemeralDaemon(directory.resolve("open"), null, List.of())) {
      String admin = asked.users ? issuer.token("root", "admin") : null;
      Servers.publish(open, Counters.CLASS);
      Servers.publish(server, Counters.CLASS, Sources.of(Counters.CLASS), false, admin);
      if (!asked.className.equals(Counters.CLASS)) {
        Servers.publish(server, asked.className, Sources.of(asked.className), false, admin);
      }
      Clients nobody = lab.options().clients(Transport.HTTP, CONCURRENCY);
      Clients clients = asked.users ? nobody.bearing(issuer.token("ann", "customer")) : nobody;
      lab.warmUp(open, nobody, new Counters("warm", ACTORS));
      lab.warmUp(server, clients, new Counters(asked.className, "warm", ACTORS));
      return List.of(
          compare(
              lab,
              new CounterRounds(server, clients, new Counters(asked.className, name(), ACTORS)),
              new CounterRounds(open, nobody, new Counters(name() + "-open", ACTORS))));
    }
  }

  private FigureLine compare(Lab lab, CounterRounds asking, CounterRounds plain)
      throws IOException {
    CounterRounds.inTurn(lab, asking, plain);
    FigureLine line =
        new FigureLine(name())
            .value(Median.of(asking.rates), "calls/s")
            .yardstick(Median.of(plain.rates))
            .with("rounds", 2 * lab.options().rounds())
            .with("cpuUs", Median.of(asking.cpu.micros))
            .with("yardstickCpuUs", Median.of(plain.cpu.micros));
    return asked.atLeast == 0
        ? line
        : line.target("ratio >= " + asked.atLeast, line.ratio() >= asked.atLeast);
  }
}
