package io.actjs.bench;

import java.io.IOException;

/** Something that can be measured. */
interface Figure {
  /** As it is named on the command line and in the output. */
  String name();

  /**
   * Measures it.
   *
   * @throws BenchFailure when the work that it names was not done
   */
  FigureLine measure(Lab lab) throws IOException;
}
