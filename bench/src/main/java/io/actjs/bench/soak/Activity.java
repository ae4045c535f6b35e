package io.actjs.bench.soak;

import java.io.IOException;

/** A part of the load. */
interface Activity {
  /**
   * Does it once.
   *
   * @throws io.actjs.bench.work.BenchFailure when an answer is wrong or does not come
   * @throws io.actjs.actctl.screen.Failure when the server refuses what it has to do
   */
  void once() throws IOException, InterruptedException;
}
