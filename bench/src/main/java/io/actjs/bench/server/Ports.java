package io.actjs.bench.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** TCP ports of this machine. */
public final class Ports {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private Ports() {}

  /** A port that nobody listened on a moment ago. */
  public static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
      return socket.getLocalPort();
    }
  }

  /** Whether somebody listens. */
  public static boolean isOpen(int port) throws IOException {
    try (Socket socket = new Socket(HERE, port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }
}
