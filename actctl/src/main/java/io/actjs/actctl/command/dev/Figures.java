package io.actjs.actctl.command.dev;

import io.actjs.actctl.dev.DevEvent;
import io.actjs.actctl.dev.DevFile;
import io.actjs.actctl.screen.Diagnostics;
import io.actjs.model.ClassRef;
import io.actjs.runtime.RuntimeStats;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the status line tells: counted from events, and from the runtime once a second. */
final class Figures implements Consumer<DevEvent> {
  private static final long SECOND = 1_000_000_000L;

  /** Of a published version: what, how long it took, and when, in nanoseconds. */
  private record Republish(ClassRef ref, long tookMs, long at) {}

  private final LongSupplier nanos;
  private final Set<DevFile> classes = new HashSet<>();
  private final Map<DevFile, Integer> typeErrors = new HashMap<>();
  private @Nullable Republish last;
  private long sampledAt;
  private long turnsThen = -1;
  private long callsPerSecond;
  private int actors;

  /**
   * @param nanos the time, from any beginning
   */
  Figures(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public synchronized void accept(DevEvent event) {
    switch (event) {
      case DevEvent.Published it -> {
        classes.add(it.file());
        last = new Republish(it.ref(), it.tookMs(), nanos.getAsLong());
      }
      case DevEvent.Unchanged it -> classes.add(it.file());
      case DevEvent.TypeErrors it ->
          typeErrors.put(it.file(), Math.max(1, Diagnostics.of(it.problem()).size()));
      case DevEvent.TypesCured it -> typeErrors.remove(it.file());
      case DevEvent.Removed it -> {
        classes.remove(it.file());
        typeErrors.remove(it.file());
      }
      case DevEvent.Migrated it -> {}
      case DevEvent.PackagesMissing it -> {}
      case DevEvent.PackagesInstalled it -> {}
      case DevEvent.PackagesUninstalled it -> {}
      case DevEvent.ShapeChanged it -> {}
      case DevEvent.Refused it -> {}
      case DevEvent.Differs it -> {}
      case DevEvent.Skipped it -> {}
      case DevEvent.TypesWritten it -> {}
      case DevEvent.TypesUnwritten it -> {}
      case DevEvent.Generated it -> {}
      case DevEvent.Ungenerated it -> {}
      case DevEvent.Ready it -> {}
    }
  }

  /** Another server begins: it counts from zero, and its files are told again. */
  synchronized void begin() {
    classes.clear();
    typeErrors.clear();
    turnsThen = -1;
    callsPerSecond = 0;
    actors = 0;
  }

  /** Takes a sample of the runtime, unless the last one is younger than a second. */
  synchronized void sample(Supplier<RuntimeStats> runtime) {
    long now = nanos.getAsLong();
    if (turnsThen >= 0 && now - sampledAt < SECOND) {
      return;
    }
    RuntimeStats stats = runtime.get();
    long turns = stats.turns() + stats.failedTurns();
    if (turnsThen >= 0) {
      callsPerSecond = Math.round((turns - turnsThen) * (double) SECOND / (now - sampledAt));
    }
    actors = stats.active();
    turnsThen = turns;
    sampledAt = now;
  }

  /** Whether a file has type errors. */
  synchronized boolean wrong() {
    return !typeErrors.isEmpty();
  }

  /** The line, narrower than that, with what matters least left out first. */
  synchronized String line(int columns) {
    String counts = counted(classes.size(), "class", "classes") + " · " + counted(actors, "actor");
    String calls = callsPerSecond + " calls/s";
    String errors = counted(typeErrors.values().stream().mapToInt(it -> it).sum(), "type error");
    String age = last == null ? "" : age(nanos.getAsLong() - last.at());
    String brief = last == null ? "" : last.ref() + " " + age;
    String full = last == null ? "" : last.ref() + " in " + last.tookMs() + " ms, " + age;
    return Stream.of(
            List.of(counts, calls, full, errors, "h for keys"),
            List.of(counts, calls, full, errors),
            List.of(counts, calls, brief, errors),
            List.of(counts, calls, errors),
            List.of(counts, errors))
        .map(parts -> " " + String.join(" · ", parts.stream().filter(it -> !it.isEmpty()).toList()))
        .filter(line -> line.length() < columns)
        .findFirst()
        .orElseGet(() -> (" " + errors).substring(0, Math.clamp(columns - 1L, 0, errors.length())));
  }

  private static String counted(int number, String noun) {
    return counted(number, noun, noun + "s");
  }

  private static String counted(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /** Coarse, so that the line seldom changes while nothing happens. */
  private static String age(long nanos) {
    long seconds = nanos / SECOND;
    if (seconds < 10) {
      return "just now";
    }
    if (seconds < 60) {
      return seconds / 10 * 10 + " s ago";
    }
    return seconds < 3600 ? seconds / 60 + " min ago" : seconds / 3600 + " h ago";
  }
}
