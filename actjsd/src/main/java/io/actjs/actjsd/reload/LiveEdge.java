package io.actjs.actjsd.reload;

import io.actjs.actjsd.edge.AllowedHosts;
import io.actjs.actjsd.edge.Edge;
import io.actjs.actjsd.edge.Listening;
import io.actjs.actjsd.edge.TrustedProxies;
import io.actjs.actjsd.http.CrossOrigin;
import io.actjs.actjsd.tls.ServerTls;
import org.jspecify.annotations.Nullable;

/** The edge of a server whose hosts, proxies and origins can be exchanged between two requests. */
public final class LiveEdge {
  private final Listening listening;
  private final @Nullable ServerTls tls;
  private volatile Edge edge;
  private volatile CrossOrigin crossOrigin;

  public LiveEdge(
      Listening listening,
      @Nullable ServerTls tls,
      AllowedHosts hosts,
      TrustedProxies proxies,
      CrossOrigin crossOrigin) {
    this.listening = listening;
    this.tls = tls;
    this.edge = Edge.of(listening, hosts, proxies, tls);
    this.crossOrigin = crossOrigin;
  }

  public Edge edge() {
    return edge;
  }

  public CrossOrigin crossOrigin() {
    return crossOrigin;
  }

  void take(LiveSettings settings) {
    edge = Edge.of(listening, settings.hosts(), settings.proxies(), tls);
    crossOrigin = settings.crossOrigin();
  }
}
