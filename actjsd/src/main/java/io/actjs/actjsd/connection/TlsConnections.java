package io.actjs.actjsd.connection;

import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Begins every connection with TLS, and goes on with HTTP/1.1. */
final class TlsConnections extends SslConnectionFactory {
  TlsConnections(SslContextFactory.Server context) {
    super(context, HttpVersion.HTTP_1_1.asString());
    // Whoever wants to know asks the connection; nothing is done for each request.
    setEnsureSecureRequestCustomizer(false);
  }

  @Override
  protected SslConnection newSslConnection(
      Connector connector, EndPoint endPoint, SSLEngine engine) {
    return new TlsConnection(connector, getSslContextFactory(), endPoint, engine);
  }
}
