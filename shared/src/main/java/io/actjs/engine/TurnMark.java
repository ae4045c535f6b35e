package io.actjs.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where an isolate says which actor and which turn run. The code in V8 writes it; any thread, and
 * any process that shares the memory, may read it at any time.
 *
 * @param memory {@value #BYTES} direct bytes: the host and the turn, a number of JavaScript each
 */
public record TurnMark(ByteBuffer memory) {
  public static final int BYTES = 16;

  /**
   * Who ran.
   *
   * @param host the actor's number; 0 for none
   * @param turn the turn's number; 0 for none, as when stored turns are replayed
   */
  public record Ran(int host, long turn) {
    public static final Ran NOTHING = new Ran(0, 0);
  }

  public TurnMark {
    if (!memory.isDirect() || memory.capacity() != BYTES) {
      throw new IllegalArgumentException("a mark takes " + BYTES + " direct bytes");
    }
    memory = memory.duplicate().order(ByteOrder.nativeOrder());
  }

  /** One in memory of its own. */
  static TurnMark own() {
    return new TurnMark(ByteBuffer.allocateDirect(BYTES));
  }

  /** What the isolate says. */
  public Ran read() {
    return new Ran((int) memory.getDouble(0), (long) memory.getDouble(Double.BYTES));
  }

  /** Says that nothing runs. */
  public void clear() {
    memory.putDouble(0, 0).putDouble(Double.BYTES, 0);
  }
}
