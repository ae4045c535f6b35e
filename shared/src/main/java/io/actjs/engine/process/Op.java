package io.actjs.engine.process;

/** The first byte of a message between the server and a worker process. */
enum Op {
  // Requests; each has one answer.
  STEP('s'),
  LOAD('l'),
  UNLOAD('u'),
  MIGRATE('m'),
  MIGRATOR('d'),
  HEAP_USED('h'),
  /** A new isolate in place of the one that is there. */
  RENEW('r'),

  // Answers.
  DONE('D'),
  /** A problem code and its detail; the isolate goes on. */
  PROBLEM('P'),
  /** A bug: what failed. The isolate is of no more use. */
  BROKEN('B');

  private static final Op[] ALL = values();

  final byte code;

  Op(char code) {
    this.code = (byte) code;
  }

  /**
   * @throws WireException when there is none
   */
  static Op of(byte code) throws WireException {
    for (Op op : ALL) {
      if (op.code == code) {
        return op;
      }
    }
    throw new WireException("no message " + code);
  }
}
