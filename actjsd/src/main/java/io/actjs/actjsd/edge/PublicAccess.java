package io.actjs.actjsd.edge;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Whether other machines may reach the server: when it can tell users apart, or is told so. */
public final class PublicAccess {
  private static final String HOW =
      "create a token with \"actctl token create\", or give --jwks, --hmac-secret-file,"
          + " --client-ca or --auth";

  private PublicAccess() {}

  /**
   * @param hasUsers whether the server can tell users apart
   * @param insecure whether it is to be open to all who can reach it
   * @throws ActjsException {@code Forbidden} when other machines could reach it and are not told
   *     apart
   */
  public static void require(InetAddress address, boolean hasUsers, boolean insecure) {
    if (!address.isLoopbackAddress() && !hasUsers && !insecure) {
      throw new ActjsException(
          ProblemCode.Forbidden,
          "refusing to listen on "
              + address.getHostAddress()
              + ": no users are configured, so everybody who can reach it could do everything; "
              + HOW
              + "; or use 127.0.0.1 or ::1");
    }
  }

  /**
   * What an operator has to know about a server that is started so.
   *
   * @param tls whether the server itself speaks TLS
   * @param proxied whether a proxy is trusted, which is where TLS ends then
   */
  public static List<String> warnings(
      InetAddress address, boolean hasUsers, boolean tls, boolean proxied) {
    List<String> warnings = new ArrayList<>();
    boolean open = !address.isLoopbackAddress();
    if (open && !hasUsers) {
      warnings.add(
          "--insecure: no users are configured, so everybody who can reach "
              + address.getHostAddress()
              + " can read and change everything; "
              + HOW);
    }
    if (open && hasUsers && !tls && !proxied) {
      warnings.add(
          "tokens and data travel in clear text: give --tls-cert and --tls-key, or have a proxy do"
              + " TLS and name it with --trusted-proxy");
    }
    if (!open && !hasUsers && proxied) {
      warnings.add(
          "no users are configured, so everybody whom the trusted proxy lets in can do everything;"
              + " "
              + HOW);
    }
    return warnings;
  }
}
