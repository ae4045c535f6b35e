package io.actjs.actjsd.metric;

/** Reports figures that somebody else counts. Asked at each scrape; must not wait. */
public interface MetricGroup {
  void report(MetricSink sink);
}
