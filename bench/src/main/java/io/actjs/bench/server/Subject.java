package io.actjs.bench.server;

import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.Isolation;
import io.actjs.actjsd.access.DefaultPolicy;
import io.actjs.actjsd.access.jwt.JwtConfig;
import io.actjs.actjsd.rate.RateRules;
import io.actjs.bench.yardstick.ControlLines;
import io.actjs.policy.Limits;
import io.actjs.storage.postgres.PostgresUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The real daemon, in a process that also tells its counters. */
public final class Subject {
  /** Whom tokens are for. */
  public static final String AUDIENCE = "bench";

  /** A system property: where handlers run, {@code thread} or {@code process}. */
  private static final String ISOLATION = "actjs.bench.isolation";

  /** A system property: the file of the keys with which tokens of users are verified. */
  static final String KEYS = "actjs.bench.jwks";

  /** A system property: how often who may ask, rates as the launcher takes them, with commas. */
  static final String RATES = "actjs.bench.rates";

  private Subject() {}

  /**
   * Runs until standard input ends.
   *
   * @param args the port, and the data directory or the URL of a database; without one everything
   *     is in memory. Then the limits that are not standard, as {@code active-actors=1000}
   */
  public static void main(String[] args) throws IOException {
    DaemonConfig config = args.length > 1 ? at(args[1]) : DaemonConfig.ephemeral();
    Limits limits = Limits.DEFAULT;
    for (int i = 2; i < args.length; i++) {
      limits = limits.with(args[i]);
    }
    int port = Integer.parseInt(args[0]);
    Isolation isolation =
        Isolation.valueOf(System.getProperty(ISOLATION, "thread").toUpperCase(Locale.ROOT));
    DaemonConfig whole =
        config.withLimits(limits).withPort(port).withIsolation(isolation).withRates(rates());
    try (Daemon daemon = Daemon.start(withUsers(whole))) {
      ControlLines.serve(() -> daemon.runtime().stats().storage().syncs());
    }
  }

  private static DaemonConfig withUsers(DaemonConfig config) {
    String keys = System.getProperty(KEYS);
    return keys == null
        ? config
        : config.withAccess(
            config
                .access()
                .withUsers(JwtConfig.of(keys, AUDIENCE))
                .withDefaultPolicy(DefaultPolicy.ALLOW));
  }

  private static RateRules rates() {
    return RateRules.parse(
        Arrays.stream(System.getProperty(RATES, "").split(","))
            .filter(it -> !it.isEmpty())
            .toList());
  }

  private static DaemonConfig at(String place) {
    return place.startsWith("jdbc:")
        ? DaemonConfig.at(PostgresUrl.parse(place))
        : DaemonConfig.at(Path.of(place));
  }
}
