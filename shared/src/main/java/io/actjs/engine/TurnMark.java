package io.actjs.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where an isolate says which actor and which turn run. The code in V8 writes it; any thread, and
 * any process that shares the memory, may read it at any time.
 *
 * @param memory {@value #BYTES} direct bytes: host and turn, then host and turn of the account, a
 *     number of JavaScript each
 */
public record TurnMark(ByteBuffer memory) {
  public static final int BYTES = 4 * Double.BYTES;

  /**
   * Who ran.
   *
   * @param host the actor's number; 0 for none
   * @param turn the turn's number; 0 for none, as when stored turns are replayed
   * @param account the turn that answers for it: itself, or the nearest that waits for it, when it
   *     is one that the kernel began and has not told of yet
   */
  public record Ran(int host, long turn, Account account) {
    public static final Ran NOTHING = new Ran(0, 0);

    /** A turn that answers for itself. */
    public Ran(int host, long turn) {
      this(host, turn, new Account(host, turn));
    }
  }

  /** A turn by its numbers, as in {@link Ran}. */
  public record Account(int host, long turn) {}

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
    return new Ran((int) number(0), number(1), new Account((int) number(2), number(3)));
  }

  private long number(int index) {
    return (long) memory.getDouble(index * Double.BYTES);
  }

  /** Says that nothing runs. */
  public void clear() {
    for (int at = 0; at < BYTES; at += Double.BYTES) {
      memory.putDouble(at, 0);
    }
  }
}
