package io.actjs.actjsd.metric;

import io.actjs.actjsd.log.ServerLog;

/** What became of the lines of the log. */
final class LogMetrics implements MetricGroup {
  @Override
  public void report(MetricSink sink) {
    sink.counter(
        "actjs_log_dropped",
        "Lines of the log that were dropped because they came faster than they could be written.",
        ServerLog.dropped());
  }
}
