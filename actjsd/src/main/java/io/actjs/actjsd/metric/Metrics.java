package io.actjs.actjsd.metric;

import io.actjs.actjsd.http.HeadToo;
import io.actjs.actjsd.http.Reply;
import io.actjs.runtime.ActorRuntime;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /metrics}, in the text format of Prometheus. Values are counted where they occur, by
 * counters of negligible cost, and read by a scrape. The libraries behind the answer are loaded by
 * the first scrape, so that a start does not wait for them.
 */
public final class Metrics {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final List<MetricGroup> groups = new CopyOnWriteArrayList<>();
  private @Nullable PrometheusMeterRegistry registry;

  private Metrics() {}

  /** The metrics of any runtime; others can be added. */
  public static Metrics of(ActorRuntime runtime) {
    return new Metrics()
        .add(new RuntimeMetrics(runtime))
        .add(new RetentionMetrics(runtime))
        .add(new StorageProbe(runtime))
        .add(new LogMetrics());
  }

  public Metrics add(MetricGroup group) {
    groups.add(group);
    return this;
  }

  public void register(RoutesConfig routes) {
    HeadToo.get(routes, "/metrics", this::scrape);
  }

  private void scrape(Context ctx) throws IOException {
    Reply.send(ctx.res(), 200, CONTENT_TYPE, registry().scrape(CONTENT_TYPE));
  }

  private synchronized PrometheusMeterRegistry registry() {
    if (registry == null) {
      registry = opened();
    }
    return registry;
  }

  private PrometheusMeterRegistry opened() {
    PrometheusMeterRegistry opened = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List<MeterBinder> machine =
        List.of(
            new JvmMemoryMetrics(),
            new JvmGcMetrics(),
            new JvmThreadMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics());
    machine.forEach(binder -> binder.bindTo(opened));
    opened.getPrometheusRegistry().register((MultiCollector) this::collect);
    return opened;
  }

  private MetricSnapshots collect() {
    MetricSink sink = new MetricSink();
    groups.forEach(group -> group.report(sink));
    return sink.snapshots();
  }
}
