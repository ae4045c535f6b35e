package io.actjs.bench;

import io.actjs.bench.load.LoadResult;
import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.sql.SQLException;

/** Increments counters for a while, and has read them back when it returns. */
interface CounterLoad extends AutoCloseable {
  LoadResult run(double seconds) throws IOException, SQLException;

  @Override
  void close();

  /**
   * Returns the result of a run.
   *
   * @param gained by all counters, as they were read back
   * @throws BenchFailure when that is not what was acknowledged
   */
  static LoadResult checked(LoadResult result, long gained) {
    if (gained != result.acknowledged() || gained == 0) {
      throw new BenchFailure(
          result.acknowledged() + " calls were acknowledged, the counters gained " + gained);
    }
    return result;
  }
}
