package io.actjs.bench.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actctl.screen.Json;
import io.actjs.bench.endurance.Honest;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The lines of JSON that a soak prints. */
final class SoakReport {
  private final PrintStream out;
  private final long began = System.nanoTime();
  private int shownFailures;
  private Map<Operation, Long> before = new EnumMap<>(Operation.class);

  SoakReport(PrintStream out) {
    this.out = out;
  }

  /** What happened since the last one. */
  void interval(Sample sample, Honest.Interval honest, Tally tally) {
    ObjectNode line = Json.object().put("seconds", seconds());
    sample.values().forEach((gauge, value) -> line.put(gauge.label, tenths(value)));
    line.put("steadyCalls", honest.calls()).put("p99Ms", tenths(honest.p99()));
    Map<Operation, Long> now = tally.done();
    ObjectNode operations = line.putObject("operations");
    now.forEach(
        (operation, done) ->
            operations.put(operation.label(), done - before.getOrDefault(operation, 0L)));
    before = now;
    out.println(line.put("failures", tally.failed()));
    show(tally.failures());
  }

  void summary(SoakRun.Result result) {
    ObjectNode line = Json.object().put("seconds", seconds()).put("alive", result.alive());
    line.put("steadyCalls", result.steadyCalls());
    ObjectNode operations = line.putObject("operations");
    result.operations().forEach((operation, done) -> operations.put(operation.label(), done));
    line.put("failures", result.failed());
    ObjectNode gauges = line.putObject("gauges");
    result.trends().forEach(trend -> gauges.set(trend.gauge().label, trend(trend)));
    show(result.failures());
    out.println(line.put("flat", result.flat()));
  }

  /** Those that were not shown before. */
  private void show(List<String> failures) {
    failures.stream()
        .skip(shownFailures)
        .forEach(failure -> out.println(Json.object().put("failure", failure)));
    shownFailures = Math.max(shownFailures, failures.size());
  }

  private static ObjectNode trend(Trend trend) {
    ObjectNode node = Json.object();
    node.put("first", tenths(trend.first())).put("last", tenths(trend.last()));
    double growth = trend.last() - trend.first();
    node.put("growth", tenths(growth)).put("allowed", tenths(trend.allowed()));
    if (trend.releases() > 0) {
      node.put("growthPerRelease", Math.round(growth / trend.releases() * 1e4) / 1e4);
    }
    return node.put("flat", trend.isFlat());
  }

  private long seconds() {
    return (System.nanoTime() - began) / 1_000_000_000L;
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
