package io.actjs.engine;

import org.jspecify.annotations.Nullable;

/**
 * An {@link Isolate} whose whole interface is text and numbers, and so can be in another process.
 * It belongs to the thread that created it alone.
 */
public interface TextIsolate extends AutoCloseable {

  /** Makes isolates that belong to the calling thread. */
  interface Source {
    TextIsolate newIsolate(TurnMark mark);
  }

  /**
   * The commands of a step, and what holds for it.
   *
   * @param room see {@link Frame#room}
   * @param epoch see {@link Frame#calls}
   * @param nowMs the same
   */
  record Step(String frame, int room, int epoch, long nowMs) {}

  /**
   * Runs the commands as {@link Isolate#step} says.
   *
   * @return the outcomes as a frame
   */
  String step(Step step);

  /**
   * Evaluates a class as {@link Isolate#load(int, CompiledClass, long)} says.
   *
   * @return its shape, JSON
   */
  String load(int key, CompiledClass compiled, long cpuMs);

  /** Takes a migration and answers it, in the kernel's JSON. */
  String migrate(String migration);

  /** What a class says about migrations, in the kernel's JSON; null when it cannot say it. */
  @Nullable String migrator(int key);

  /** Forgets a class; the caller has dropped its actors. */
  void unload(int key);

  /** See {@link Isolate#renew}. */
  default void renew(String seed, long nowMs) {
    throw new UnsupportedOperationException("this isolate serves one server");
  }

  /** See {@link Isolate#repeat}. */
  default void repeat(String seed, long nowMs) {
    throw new UnsupportedOperationException("this isolate serves one server");
  }

  /** Bytes of the JavaScript heap in use. */
  long heapUsed();

  /** Where the isolate says what runs. */
  TurnMark mark();

  /** See {@link Isolate#cpuNanos}. */
  default long cpuNanos() {
    return System.nanoTime();
  }

  @Override
  void close();
}
