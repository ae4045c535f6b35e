package io.actjs.engine.process;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;

/**
 * Why a worker process is gone.
 *
 * @param detail for people
 */
record Loss(Reason reason, String detail) {
  /** What ended it. */
  enum Reason {
    /** It did not answer in its time. */
    SILENT,
    /** It took more memory than it may. */
    MEMORY,
    /** It ended by itself, or somebody else ended it. */
    ENDED,
    /** It answered with what is no answer. */
    GARBAGE
  }

  /** What a caller of the turn that did it is told. */
  ActjsException problem() {
    return new ActjsException(ProblemCode.WorkerLost, detail);
  }
}
