package io.actjs.actjsd;

/** Reports figures that somebody else counts. Asked at each scrape; must not wait. */
interface MetricGroup {
  void report(MetricSink sink);
}
