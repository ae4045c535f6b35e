package io.actjs.actjsd.edge;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The socket that takes connections. On a loopback address it is opened at once: a conflict is
 * cheapest to find before anything has touched the data. On any other it is opened when the server
 * knows that it has users: before, nothing may be taken.
 */
public final class Listening implements AutoCloseable {
  /** Connections that the system keeps waiting while the daemon is busy accepting others. */
  private static final int BACKLOG = 1024;

  private final String host;
  private final InetAddress address;

  /** The one that was taken, when it is open. */
  private int port;

  private @Nullable ServerSocketChannel channel;

  private Listening(String host, InetAddress address, int port) {
    this.host = host;
    this.address = address;
    this.port = port;
  }

  /**
   * @param host an address of this machine, or a name of one
   * @param port 0 takes a free one
   * @throws ActjsException {@code SchemaInvalid} when the host is unknown or of another machine;
   *     {@code AddressInUse}
   */
  public static Listening on(String host, int port) {
    Listening listening = new Listening(host, resolve(host), port);
    if (listening.address.isLoopbackAddress()) {
      listening.bind();
    }
    return listening;
  }

  private static InetAddress resolve(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null) {
        return address;
      }
    } catch (UnknownHostException e) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "the host \"" + host + "\" is unknown; use 127.0.0.1", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new ActjsException(
        ProblemCode.SchemaInvalid,
        "cannot listen on "
            + host
            + ": it is no address of this machine; use 0.0.0.0 for all that it has");
  }

  /** Takes connections from now on, if it may. See {@link PublicAccess#require}. */
  public void open(boolean hasUsers, boolean insecure) {
    PublicAccess.require(address, hasUsers, insecure);
    if (channel == null) {
      bind();
    }
  }

  private void bind() {
    try {
      channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress(address, port), BACKLOG);
      port = channel.socket().getLocalPort();
    } catch (IOException e) {
      close();
      if (e instanceof BindException) {
        throw inUse(e);
      }
      throw new UncheckedIOException(e);
    }
  }

  private ActjsException inUse(IOException cause) {
    return new ActjsException(
        ProblemCode.AddressInUse,
        "cannot listen on "
            + host
            + ":"
            + port
            + ": "
            + cause.getMessage()
            + "; stop the other program or choose another port with --port",
        cause);
  }

  /** The open socket. */
  public ServerSocketChannel channel() {
    return Objects.requireNonNull(channel, "it is not open");
  }

  /** The host as it was given. */
  public String host() {
    return host;
  }

  public InetAddress address() {
    return address;
  }

  public int port() {
    return port;
  }

  /**
   * Where programs of this machine reach the server, without a trailing slash: {@code
   * http://127.0.0.1:3000}.
   *
   * @param certificate the names of the server's certificate, or null without TLS. A client accepts
   *     one of them only.
   */
  public URI uri(@Nullable Set<String> certificate) {
    String name = name();
    if (certificate != null && !certificate.contains(name)) {
      name =
          certificate.contains("localhost")
              ? "localhost"
              : certificate.stream()
                  .filter(it -> !it.startsWith("*"))
                  .sorted()
                  .findFirst()
                  .orElse(name);
    }
    String bracketed = name.indexOf(':') < 0 ? name : "[" + name + "]";
    return URI.create((certificate == null ? "http://" : "https://") + bracketed + ":" + port());
  }

  private String name() {
    if (address.isAnyLocalAddress()) {
      return address instanceof Inet6Address ? "0:0:0:0:0:0:0:1" : "127.0.0.1";
    }
    return address.getHostAddress();
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
