package io.actjs.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * One actor call, the same on every transport.
 *
 * @param args raw JSON
 * @param keys what its idempotency keys begin with, over WebSocket; null for none
 */
public record Call(String className, String id, String method, String args, @Nullable String keys) {

  /** A call without a key. */
  public Call(String className, String id, String method, String args) {
    this(className, id, method, args, null);
  }

  /**
   * The whole HTTP request.
   *
   * @param pin the sha of a manifest, or null
   * @param token a bearer token, or null
   */
  byte[] http(int port, @Nullable String pin, @Nullable String token) {
    return Ascii.bytes(
        "POST /v1/actors/"
            + className
            + "/"
            + id
            + "/"
            + method
            + " HTTP/1.1\r\nHost: localhost:"
            + port
            + (pin == null ? "" : "\r\nX-Actjs-Manifest: " + pin)
            + (token == null ? "" : "\r\nAuthorization: Bearer " + token)
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + Ascii.bytes(args).length
            + "\r\n\r\n"
            + args);
  }

  /** The JSON-RPC request, its id left open. */
  WsFrame ws() {
    return WsFrame.text(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + WsFrame.NUMBER
            + ",\"method\":\"actor.call\",\"params\":{\"class\":\""
            + className
            + "\",\"id\":\""
            + id
            + "\",\"method\":\""
            + method
            + "\",\"args\":"
            + args
            + (keys == null ? "" : ",\"idempotencyKey\":\"" + keys + WsFrame.NUMBER + '"')
            + "}}");
  }
}
