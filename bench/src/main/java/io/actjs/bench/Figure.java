package io.actjs.bench;

import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.FigureLine;
import java.io.IOException;
import java.util.List;

/** Something that can be measured. */
interface Figure {
  /** What the names of its lines begin with. */
  String name();

  /**
   * Measures it.
   *
   * @throws BenchFailure when the work that it names was not done
   */
  List<FigureLine> measure(Lab lab) throws IOException;
}
