package io.actjs.bench;

import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import io.actjs.bench.work.Sources;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.storage.CommitResult;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long the first call to an actor takes that has a long journal and a snapshot near its end, on
 * PostgreSQL, from the call to its answer in this process. Each round opens a new runtime and
 * brings some small actor into it before.
 */
final class Recovery implements Figure {
  private static final int TURNS = 100_000;
  private static final int SNAPSHOT_AT = 99_900;
  private static final int BATCH = 1000;
  private static final double BELOW_MS = 20;
  private static final Version VERSION = Version.parse("1.0.0");
  private static final ActorRef LONG = new ActorRef(Counters.CLASS, "long");
  private static final ActorRef SMALL = new ActorRef(Counters.CLASS, "small");

  @Override
  public String name() {
    return "recover-" + TURNS;
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    try {
      PostgresUrl url = PostgresUrl.parse(lab.postgres().newDatabase());
      write(url);
      List<Double> millis = new ArrayList<>();
      for (int round = 0; round < 2 * lab.options().rounds() + 1; round++) {
        millis.add(firstCallMillis(url));
      }
      double median = Median.of(millis);
      return List.of(
          new FigureLine(name())
              .value(median, "ms")
              .with("rounds", millis.size())
              .with("maxMs", Collections.max(millis))
              .with("firstMs", millis.getFirst())
              .target("< " + BELOW_MS, median < BELOW_MS));
    } catch (SQLException e) {
      throw new BenchFailure("PostgreSQL: " + e.getMessage());
    }
  }

  private static void write(PostgresUrl url) {
    try (ActorRuntime runtime = open(url)) {
      var unused =
          runtime
              .registry()
              .publish(
                  PublishRequest.of(Counters.CLASS, VERSION.toString(), Sources.of(Counters.CLASS))
                      .unchecked(),
                  "bench");
      var unusedCount = runtime.call(SMALL, "inc", "{\"by\":1}", CallOptions.DEFAULT).join();
    }
    try (StorageDriver storage = PostgresDriver.open(url, PostgresOptions.DEFAULT)) {
      long epoch = storage.activate(LONG).epoch();
      for (long first = 1; first <= TURNS; first += BATCH) {
        List<JournalEntry> batch = new ArrayList<>(BATCH);
        for (long seq = first; seq < first + BATCH; seq++) {
          batch.add(increment(seq, epoch));
        }
        if (storage.commit(batch).stream().anyMatch(it -> it != CommitResult.COMMITTED)) {
          throw new BenchFailure("the journal was not written");
        }
      }
      storage.saveSnapshot(
          new ActorSnapshot(LONG, SNAPSHOT_AT, VERSION, "{\"value\":" + SNAPSHOT_AT + "}"));
    }
  }

  private static TurnRecord increment(long seq, long epoch) {
    String patch = "[{\"op\":\"replace\",\"path\":\"/value\",\"value\":" + seq + "}]";
    return TurnRecord.of(LONG, seq, epoch, VERSION, seq, new Change.Patch(patch));
  }

  private static double firstCallMillis(PostgresUrl url) {
    try (ActorRuntime runtime = open(url)) {
      var unused = runtime.call(SMALL, "get", "{}", CallOptions.DEFAULT).join();
      long begin = System.nanoTime();
      String count = runtime.call(LONG, "get", "{}", CallOptions.DEFAULT).join();
      double millis = (System.nanoTime() - begin) / 1e6;
      if (!String.valueOf(TURNS).equals(count)) {
        throw new BenchFailure("the actor of " + TURNS + " turns says " + count);
      }
      return millis;
    }
  }

  private static ActorRuntime open(PostgresUrl url) {
    return ActorRuntime.builder(PostgresDriver.open(url, PostgresOptions.DEFAULT)).start();
  }
}
