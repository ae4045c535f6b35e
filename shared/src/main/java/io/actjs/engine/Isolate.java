package io.actjs.engine;

import java.util.List;

/** One V8 isolate with the kernel inside. It belongs to the thread that created it alone. */
public interface Isolate extends AutoCloseable {

  /** The isolate whose text this is. */
  static Isolate over(TextIsolate text, EngineLimits limits) {
    return new FramedIsolate(text, limits);
  }

  /**
   * Evaluates a class. Actors of it can be activated under {@code key} from now on.
   *
   * @param key chosen by the caller, unique in this isolate
   * @throws io.actjs.model.ActjsException {@code ClassInvalid} when the source throws or does not
   *     yield one actor class; {@code HandlerTimeout}, {@code HeapExhausted}; {@code WorkerLost} as
   *     {@link #step}
   */
  EvaluatedClass load(int key, CompiledClass compiled);

  /**
   * Like {@link #load(int, CompiledClass)}, under a tighter limit where the isolate has limits.
   *
   * @param cpuMs CPU time that the evaluation may take
   */
  default EvaluatedClass load(int key, CompiledClass compiled, long cpuMs) {
    return load(key, compiled);
  }

  /**
   * Computes an actor's state at a later class version. Nothing of the actor need be active.
   *
   * @throws io.actjs.model.ActjsException {@code MigrationFailed}; {@code WorkerLost} as {@link
   *     #step}
   */
  Migration.Migrated migrate(Migration migration);

  /**
   * What a loaded class says about migrations. What it cannot say, because its constructor throws
   * or does not end, is null.
   */
  Migrator migrator(int key);

  /** Forgets a class; the caller has dropped its actors. */
  void unload(int key);

  /**
   * Forgets all classes and actors, for the next test. From now on chance follows from the seed,
   * and the present time of actor code is that of its turn.
   *
   * @param seed 32 bytes in hex
   * @param nowMs the present time outside of turns, milliseconds since 1970
   */
  default void renew(String seed, long nowMs) {
    throw new UnsupportedOperationException("this isolate serves one server");
  }

  /**
   * From now on chance follows from the seed, the present time of actor code stands still, and ids
   * that the kernel makes are always the same.
   *
   * @param seed 32 bytes in hex
   * @param nowMs milliseconds since 1970
   */
  default void repeat(String seed, long nowMs) {
    throw new UnsupportedOperationException("this isolate serves one server");
  }

  /**
   * Runs the frame's commands in order and returns what came of them, in the order in which it
   * happened. Every {@code call} is answered by exactly one of {@link Outcome.TurnDone}, {@link
   * Outcome.TurnFailed}, {@link Outcome.TurnDeferred}, now or, when its handler awaits, in a later
   * step; so is every {@link Outcome.CallHere}. The frame is empty afterwards.
   *
   * <p>A handler that awaits is followed by its microtasks before the next command. The step ends
   * early, deferring the rest, when a time slice is over. A handler that exceeds the CPU or heap
   * limit is stopped: its turn fails with {@code HandlerTimeout} or {@code HeapExhausted}, its
   * actor is gone from the isolate ({@link Outcome.ActorLost}), every other actor goes on.
   *
   * @throws io.actjs.model.ActjsException {@code WorkerLost} when the process of the isolate has
   *     ended, now or with an earlier request: the isolate is of no more use, none of the frame's
   *     outcomes is told, and {@link #ran} says what it ran
   */
  List<Outcome> step(Frame frame);

  /**
   * Whether the last step ended before all its commands had run: step again, if only with an empty
   * frame. True as well of an isolate that is lost.
   */
  boolean unfinished();

  /** What runs, or ran last, in the step that is under way or was lost. From any thread. */
  default TurnMark.Ran ran() {
    return TurnMark.Ran.NOTHING;
  }

  /**
   * Has the actors of the step that is under way call each other through the server only, if they
   * have done that in this step so far. From any thread.
   *
   * @return false when there were calls that the server learns of with the step's outcomes
   */
  default boolean keepsToServer() {
    return true;
  }

  /**
   * CPU time that the isolate's thread has taken, in nanoseconds; where that is unknown, the time
   * of a clock. From any thread.
   */
  default long cpuNanos() {
    return System.nanoTime();
  }

  /** A new empty frame. */
  Frame newFrame();

  /** Bytes of the JavaScript heap in use, and of the ArrayBuffers beside it. */
  long heapUsed();

  @Override
  void close();
}
