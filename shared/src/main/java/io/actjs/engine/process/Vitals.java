package io.actjs.engine.process;

import org.jspecify.annotations.Nullable;

/**
 * What the system says of a worker process: its memory, and the time of the thread that works. On
 * systems without {@code /proc} it says nothing. Thread-safe.
 */
final class Vitals implements AutoCloseable {
  /** Of what {@code stat} counts; the same on every Linux. */
  private static final long NANOS_A_TICK = 10_000_000;

  /** Places in {@code stat} behind the name: state, and the ticks in user and in system code. */
  private static final int STATE = 0;

  private static final int USER = 11;
  private static final int SYSTEM = 12;

  private static final String RESIDENT = "VmRSS:";

  private final @Nullable ProcFile memory;
  private final @Nullable ProcFile thread;

  /** Of the thread, when it was looked at last. */
  record Seen(boolean runs, long cpuNanos) {}

  /**
   * @param thread the system's number of the thread that works
   */
  Vitals(long pid, long thread) {
    memory = ProcFile.open("/proc/" + pid + "/status");
    this.thread = ProcFile.open("/proc/" + pid + "/task/" + thread + "/stat");
  }

  /** Bytes of the process in memory; 0 when unknown. */
  long residentBytes() {
    if (memory == null) {
      return 0;
    }
    String text = memory.read();
    int start = text.indexOf(RESIDENT);
    int end = text.indexOf(" kB", start);
    return start < 0 || end < 0
        ? 0
        : Long.parseLong(text.substring(start + RESIDENT.length(), end).strip()) * 1024;
  }

  /** How the thread is; null when unknown. */
  @Nullable Seen thread() {
    if (thread == null) {
      return null;
    }
    String line = thread.read();
    // The name, which may hold anything, is in brackets.
    String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ");
    if (fields.length <= SYSTEM) {
      return null;
    }
    long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
    return new Seen("RD".contains(fields[STATE]), ticks * NANOS_A_TICK);
  }

  @Override
  public void close() {
    if (memory != null) {
      memory.close();
    }
    if (thread != null) {
      thread.close();
    }
  }
}
