package io.actjs.actctl.test;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run of tests tells, as it happens. */
public sealed interface TestEvent {

  /** What became of a test. */
  enum Outcome {
    PASSED,
    FAILED,
    SKIPPED,
    TODO
  }

  /**
   * A test has ended.
   *
   * @param name with the names of its groups
   * @param millis real time
   * @param failure null unless it failed
   * @param output what it wrote to the console
   */
  record Ended(
      String name,
      Outcome outcome,
      long millis,
      @Nullable TestFailure failure,
      List<Output> output) {}

  /**
   * A line of a console.
   *
   * @param level {@code info}, {@code warn} or {@code error}
   * @param actor whether an actor wrote it
   */
  record Output(String level, String text, boolean actor) {}

  /**
   * All tests of a file have ended.
   *
   * @param millis real time
   * @param failure why none of them ran; else null
   */
  record FileEnded(Path file, List<Ended> tests, long millis, @Nullable TestFailure failure)
      implements TestEvent {

    long count(Outcome outcome) {
      return tests.stream().filter(test -> test.outcome() == outcome).count();
    }

    /** Whether everything that ran passed. */
    boolean passed() {
      return failure == null && count(Outcome.FAILED) == 0;
    }
  }

  /**
   * The run is over.
   *
   * @param files that had a test
   * @param millis real time
   */
  record RunEnded(
      int files, long passed, long failed, long skipped, long todo, long brokenFiles, long millis)
      implements TestEvent {

    /** Whether everything that ran passed. */
    public boolean good() {
      return failed == 0 && brokenFiles == 0;
    }

    /** How many tests there were. */
    public long tests() {
      return passed + failed + skipped + todo;
    }
  }
}
