package io.actjs.actctl.test;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a test failed.
 *
 * @param name of the error: its code, if it has one
 * @param message without the diff
 * @param diff lines that begin with {@code -}, what is expected; with {@code +}, what is there; or
 *     with a space; empty when there is none
 * @param property the smallest input of a property that fails, and the seed; null for other tests
 * @param at where it was noticed, in the author's files; null when that is not known
 * @param trace the author's part of the stack trace, the innermost first
 */
public record TestFailure(
    String name,
    String message,
    List<String> diff,
    @Nullable String property,
    @Nullable SourcePlace at,
    List<String> trace) {

  /** A failure that no stack trace tells of. */
  static TestFailure of(String name, String message) {
    return new TestFailure(name, message, List.of(), null, null, List.of());
  }

  /** The same; when it is not known where it was noticed, at the first of these. */
  TestFailure orAt(List<Trace.Frame> frames) {
    return at != null || frames.isEmpty()
        ? this
        : new TestFailure(name, message, diff, property, frames.getFirst().place(), trace);
  }

  /** The first line for people. */
  public String headline() {
    boolean plain = name.equals("Error") || name.equals("TestHarnessAssertionError");
    return plain ? message : name + ": " + message;
  }
}
