package io.actjs.engine;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where an isolate says which actor and which turn run. The code in V8 writes it; any thread, and
 * any process that shares the memory, may read it at any time.
 *
 * @param memory {@value #BYTES} direct bytes, numbers of JavaScript: host and turn, host and turn
 *     of the account, the calls that the step's actors have made to each other, and whether they
 *     may make no more
 */
public record TurnMark(ByteBuffer memory) {
  private static final int CALLS = 4 * Double.BYTES;
  private static final int NO_CALLS = 5 * Double.BYTES;
  public static final int BYTES = 6 * Double.BYTES;

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

  /**
   * Lets actors call each other through the server only for the rest of the step, unless they have
   * called each other before.
   *
   * @return whether that is so
   */
  boolean keepToServer() {
    memory.putDouble(NO_CALLS, 1);
    VarHandle.fullFence();
    boolean done = memory.getDouble(CALLS) == 0;
    if (!done) {
      memory.putDouble(NO_CALLS, 0);
    }
    return done;
  }

  /** Says that nothing runs. */
  public void clear() {
    for (int at = 0; at < BYTES; at += Double.BYTES) {
      memory.putDouble(at, 0);
    }
  }
}
