package io.actjs.bench.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** CPU time of the calling thread since {@link #start}. */
record ThreadCpu(long startNanos) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  static ThreadCpu start() {
    return new ThreadCpu(THREADS.getCurrentThreadCpuTime());
  }

  double seconds() {
    return (THREADS.getCurrentThreadCpuTime() - startNanos) / 1e9;
  }
}
