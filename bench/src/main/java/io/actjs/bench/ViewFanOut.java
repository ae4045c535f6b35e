package io.actjs.bench;

import io.actjs.bench.CounterRounds.CpuTime;
import io.actjs.bench.FanOutRate.Fan;
import io.actjs.bench.load.FanOut;
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
import java.util.List;

/**
 * One actor with a view and 200 subscribers on WebSockets, half of whom see something else than the
 * others: the CPU time of the server for a change, with several under way. The yardstick is as many
 * subscribers who all see the same, of another actor on the same server.
 */
final class ViewFanOut implements Figure {
  private static final String CLASS = "GuardedCounter";
  private static final double AT_MOST = 2;

  @Override
  public String name() {
    return "fanout-" + FanOutRate.SUBSCRIBERS + "-views";
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Issuer issuer = Issuer.open(Subject.AUDIENCE);
    Path directory = lab.options().directory().resolve(name());
    try (Server server =
        lab.servers().ephemeralDaemon(directory, issuer.writeKeys(directory), List.of())) {
      String admin = issuer.token("root", "admin");
      for (String className : List.of(Counters.CLASS, CLASS)) {
        Servers.publish(server, className, Sources.of(className), false, admin);
      }
      lab.warmUp(server, Transport.WS);
      String customer = issuer.token("ann", "customer");
      String dealer = issuer.token("dan", "dealer");
      CpuTime ofOne = new CpuTime(server);
      CpuTime ofTwo = new CpuTime(server);
      try (Fan one = fan(server, "one", List.of(customer), ofOne);
          Fan two = fan(server, "two", List.of(customer, dealer), ofTwo)) {
        for (Fan fan : List.of(one, two)) {
          fan.warmUp(lab.options().warmupSeconds() / 10);
        }
        for (int round = 0; round < 2 * lab.options().rounds(); round++) {
          List<Fan> fans = List.of(one, two);
          for (Fan fan : round % 2 == 0 ? fans : fans.reversed()) {
            lab.settle();
            fan.round(lab.options().seconds() / 2);
          }
        }
        FigureLine line =
            new FigureLine(name())
                .value(Median.of(ofTwo.micros), "CPU us/change")
                .yardstick(Median.of(ofOne.micros))
                .with("rounds", 2 * lab.options().rounds())
                .with("perSecond", Median.of(two.rates))
                .with("yardstickPerSecond", Median.of(one.rates))
                .with("lastP50Us", Median.of(two.p50))
                .with("yardstickLastP50Us", Median.of(one.p50));
        return List.of(line.target("ratio <= " + AT_MOST, line.ratio() <= AT_MOST));
      }
    }
  }

  private static Fan fan(Server server, String id, List<String> tokens, Counters.Observer cpu)
      throws IOException {
    FanOut connections = FanOut.ofChanges(server.port(), CLASS, id, FanOutRate.SUBSCRIBERS, tokens);
    return new Fan(connections, cpu, Counters.Load::run);
  }
}
