package io.actjs.policy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** At every level, what is used is the sum of the charges that live, and never above the limit. */
class BudgetProperties {
  record Step(int verb, int which, int bytes) {}

  private static final class Level {
    final Budget budget;
    final List<Charge> live = new ArrayList<>();

    Level(Budget budget) {
      this.budget = budget;
    }
  }

  @Property(tries = 300)
  void usedIsTheSumOfLiveCharges(@ForAll("programs") List<Step> program) {
    Budget process = Budget.root("server", 1_000);
    Budget actor = process.child("actor", 600);
    List<Level> levels =
        List.of(
            new Level(process),
            new Level(actor),
            new Level(process.child("connection", 400)),
            new Level(actor.child("turn", 250)));
    for (Step step : program) {
      run(step, levels.get(step.which % levels.size()));
      check(levels);
    }
    levels.forEach(level -> level.live.forEach(Charge::close));
    levels.forEach(level -> require(level.budget.used() == 0, "a leak in " + level.budget));
  }

  private static void run(Step step, Level level) {
    Charge charge =
        level.live.isEmpty() ? Charge.NONE : level.live.get(step.bytes % level.live.size());
    switch (step.verb) {
      case 0, 1 -> {
        Charge taken =
            step.verb == 0
                ? level.budget.tryCharge(step.bytes)
                : level.budget.tryChargeDeferrable(step.bytes);
        if (taken != null) {
          level.live.add(taken);
        }
      }
      case 2 -> charge.close();
      case 3 -> level.live.add(charge.split(step.bytes));
      case 4 -> level.live.add(charge.handOver());
      case 5 -> charge.shrinkTo(step.bytes);
      default -> {
        var unused = charge.tryGrow(step.bytes);
      }
    }
  }

  private static void check(List<Level> levels) {
    long turn = sum(levels.get(3));
    long actor = sum(levels.get(1)) + turn;
    long connection = sum(levels.get(2));
    long process = sum(levels.get(0)) + actor + connection;
    long[] expected = {process, actor, connection, turn};
    for (int i = 0; i < expected.length; i++) {
      Budget budget = levels.get(i).budget;
      require(budget.used() == expected[i], budget + ", charged: " + expected[i]);
      require(budget.used() <= budget.limit(), budget + " is above its limit");
    }
  }

  private static long sum(Level level) {
    return level.live.stream().mapToLong(Charge::bytes).sum();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  @Provide
  Arbitrary<List<Step>> programs() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 6),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 300))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }
}
