package io.actjs.actjsd.connection;

import io.actjs.model.ProblemCode;
import io.actjs.wire.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a connection. A handshake computes for milliseconds, so it is not done on the
 * selector's thread; what follows is read there, as without TLS ({@link SocketEndPoint}).
 */
final class TlsConnection extends SslConnection {
  private volatile boolean established;

  /** Whether anything has come; by the thread that reads. */
  private boolean begun;

  TlsConnection(
      Connector connector, SslContextFactory factory, EndPoint endPoint, SSLEngine engine) {
    super(connector.getByteBufferPool(), connector.getExecutor(), factory, endPoint, engine);
    addHandshakeListener(
        new SslHandshakeListener() {
          @Override
          public void handshakeSucceeded(Event event) {
            established = true;
          }
        });
  }

  /** Whether its handshake has succeeded. */
  boolean isEstablished() {
    return established;
  }

  @Override
  protected SslEndPoint newSslEndPoint() {
    return new TlsEndPoint();
  }

  @Override
  protected int networkFill(ByteBuffer input) throws IOException {
    int filled = super.networkFill(input);
    if (filled > 0 && !begun) {
      begun = true;
      requireTls(input.get(input.position()));
    }
    return filled;
  }

  /** Says so to a client that speaks plain HTTP; it would not understand an alert. */
  private void requireTls(byte first) throws SSLException {
    if (first >= 'A' && first <= 'Z') {
      RefusedConnection.refuse(
          getEndPoint(),
          new Problem(ProblemCode.SchemaInvalid, "this port speaks TLS; use https://"),
          true);
      throw new SSLException("plain HTTP on a TLS port");
    }
  }

  /** What is read and written, decrypted. */
  private final class TlsEndPoint extends SslEndPoint implements Watched {
    private final QuickReader quick = new QuickReader();
    private final Ahead ahead = new Ahead(this::fillDecrypted);
    private volatile @Nullable Runnable gone;

    @Override
    public void fillInterested(Callback callback) {
      super.fillInterested(established ? quick.of(callback) : callback);
    }

    @Override
    protected void needsFillInterest() {
      if (ahead.isKept()) {
        getFillInterest().fillable();
      } else {
        super.needsFillInterest();
      }
    }

    @Override
    public void whenGone(@Nullable Runnable action) {
      gone = action;
      if (getEndPoint() instanceof SocketEndPoint socket) {
        socket.lookWith(action == null ? null : () -> ahead.look(gone));
      }
    }

    private int fillDecrypted(ByteBuffer buffer) throws IOException {
      return super.fill(buffer);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
      return ahead.fill(buffer);
    }
  }
}
