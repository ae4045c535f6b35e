package io.actjs.bench.load;

import java.io.IOException;

/** Sends prepared calls over one transport; each slot has at most one call in flight. */
interface Calls extends AutoCloseable {

  /** Receives answers. */
  interface Answers {
    /**
     * @param result the number that the call returned
     */
    void answered(int slot, long result);
  }

  int slots();

  /** Puts call number {@code call} of the prepared ones on its way. */
  void send(int slot, int call);

  /** Hands what was sent outside of an answer to the sockets. */
  void flush() throws IOException;

  @Override
  void close() throws IOException;
}
