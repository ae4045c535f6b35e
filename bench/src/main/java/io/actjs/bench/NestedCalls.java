package io.actjs.bench;

import io.actjs.bench.disk.DiskMeter;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.nested.Bank;
import io.actjs.bench.nested.Draw;
import io.actjs.bench.nested.Parties;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Transfers per second between two of 5 000 accounts in this process: a turn of the payer that
 * awaits a turn of the payee. The yardstick is turns of one account; of skewed transfers in memory
 * it is uniform ones.
 */
final class NestedCalls implements Figure {
  private static final int IN_FLIGHT = 512;
  private static final double IN_MEMORY_AT_LEAST = 20_000;
  private static final double SQLITE_AT_LEAST = 0.4;

  private final Parties parties;
  private final Place place;
  private final Draw draw;

  private enum Place {
    MEMORY(Store.MEMORY),
    SQLITE(Store.DURABLE);

    private final Store store;

    Place(Store store) {
      this.store = store;
    }
  }

  private NestedCalls(Parties parties, Place place, Draw draw) {
    this.parties = parties;
    this.place = place;
    this.draw = draw;
  }

  static List<Figure> all() {
    List<Figure> figures = new ArrayList<>();
    for (Parties parties : Parties.values()) {
      for (Place place : Place.values()) {
        for (Draw draw : Draw.values()) {
          figures.add(new NestedCalls(parties, place, draw));
        }
      }
    }
    return figures;
  }

  @Override
  public String name() {
    return parties.label() + "-" + place.name().toLowerCase(Locale.ROOT) + "-" + draw.label();
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Path data = Files.createDirectories(lab.options().directory().resolve(name()));
    try (Bank bank = new Bank(storage(data), parties)) {
      DiskRounds disk = new DiskRounds();
      DiskMeter meter = new DiskMeter(ProcessHandle.current().pid(), data, bank::syncs);
      Bank.Paying transfers = bank.transfers(draw, IN_FLIGHT);
      Rounds yardstick = new Rounds(yardstick(bank), Counters.Load::run);
      Rounds subject =
          new Rounds(transfers, place == Place.MEMORY ? Counters.Load::run : disk.of(meter));
      for (Rounds rounds : List.of(yardstick, subject)) {
        rounds.run(Math.min(lab.options().warmupSeconds(), 2 * lab.options().seconds()));
        rounds.forget();
      }
      disk.forget();
      for (int round = 0; round < lab.options().rounds(); round++) {
        for (Rounds rounds : List.of(yardstick, subject)) {
          lab.settle();
          rounds.run(lab.options().seconds());
        }
      }
      FigureLine line = line(subject, yardstick, transfers, lab.options().rounds());
      return List.of(place == Place.MEMORY ? line : disk.on(line));
    }
  }

  private StorageDriver storage(Path data) {
    return switch (place) {
      case MEMORY -> new MemoryDriver();
      case SQLITE -> SqliteDriver.open(data, SqliteOptions.DEFAULT);
    };
  }

  private Bank.Paying yardstick(Bank bank) {
    return isComparedWithUniform()
        ? bank.transfers(Draw.UNIFORM, IN_FLIGHT)
        : bank.deposits(draw, IN_FLIGHT);
  }

  private boolean isComparedWithUniform() {
    return place == Place.MEMORY && draw == Draw.ZIPF;
  }

  private FigureLine line(Rounds subject, Rounds yardstick, Bank.Paying transfers, int rounds) {
    double value = Median.of(subject.rates);
    FigureLine line =
        new FigureLine(name())
            .value(value, "transfers/s")
            .yardstick(Median.of(yardstick.rates))
            .with("yardstickIs", isComparedWithUniform() ? "uniform transfers/s" : "turns/s")
            .with("ack", place.store.acknowledgement())
            .with("rounds", rounds)
            .with("p50Us", Median.of(subject.p50))
            .with("p99Us", Median.of(subject.p99))
            .with("yardstickP50Us", Median.of(yardstick.p50))
            .with("yardstickP99Us", Median.of(yardstick.p99));
    if (parties == Parties.MUTUAL) {
      return line.with(
          "refusedPerTransfer", (double) transfers.refused() / transfers.acknowledged());
    }
    if (place == Place.SQLITE) {
      return line.target("ratio >= " + SQLITE_AT_LEAST, line.ratio() >= SQLITE_AT_LEAST);
    }
    return isComparedWithUniform()
        ? line.target("ratio >= 1", line.ratio() >= 1)
        : line.target("value >= " + IN_MEMORY_AT_LEAST, value >= IN_MEMORY_AT_LEAST);
  }

  /** The rounds of one load. */
  private static final class Rounds {
    private final Bank.Paying paying;
    private final Counters.Observer observer;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();

    Rounds(Bank.Paying paying, Counters.Observer observer) {
      this.paying = paying;
      this.observer = observer;
    }

    void run(double seconds) throws IOException {
      LoadResult result = observer.during(() -> paying.run(seconds));
      rates.add(result.perSecond());
      p50.add(result.latencies().micros(0.5));
      p99.add(result.latencies().micros(0.99));
    }

    void forget() {
      List.of(rates, p50, p99).forEach(List::clear);
    }
  }
}
