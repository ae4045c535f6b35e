package io.actjs.bench.load;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;

/** A keep-alive HTTP/1.1 connection with one request in flight. */
final class HttpConnection extends Connection {
  private static final byte[] STATUS_LINE = Ascii.bytes("HTTP/1.1 ");

  /** Receives answers. */
  interface Answers {
    /** The body lies in {@code bytes[from, to)} and is valid during the call only. */
    void answered(HttpConnection connection, int status, byte[] bytes, int from, int to);
  }

  /** The number that the owner gave this connection. */
  final int slot;

  private final Answers answers;

  HttpConnection(int port, int slot, Answers answers) throws IOException {
    super(port);
    this.slot = slot;
    this.answers = answers;
  }

  void send(byte[] request) {
    output.put(request);
  }

  @Override
  int consume(byte[] bytes, int length) {
    int body = headEnd(bytes, length);
    if (body < 0) {
      return 0;
    }
    int end = body + contentLength(bytes, body);
    if (end > length) {
      return 0;
    }
    int status = (int) Ascii.number(bytes, STATUS_LINE.length, STATUS_LINE.length + 3);
    answers.answered(this, status, bytes, body, end);
    return end;
  }

  private static int headEnd(byte[] bytes, int length) {
    for (int at = 3; at < length; at++) {
      if (bytes[at] == '\n' && bytes[at - 2] == '\n') {
        return at + 1;
      }
    }
    return -1;
  }

  /** Both servers send a length; a chunked answer would be a change worth noticing. */
  private static int contentLength(byte[] bytes, int headEnd) {
    for (int at = 0; at < headEnd - 16; at++) {
      if (bytes[at] == '\n' && (bytes[at + 1] | 0x20) == 'c' && isContentLength(bytes, at + 1)) {
        return (int) Ascii.number(bytes, at + 17, headEnd);
      }
    }
    throw new BenchFailure("no Content-Length in: " + Ascii.text(bytes, 0, headEnd));
  }

  private static boolean isContentLength(byte[] bytes, int at) {
    return bytes[at + 7] == '-'
        && (bytes[at + 8] | 0x20) == 'l'
        && bytes[at + 14] == ':'
        && bytes[at + 15] == ' ';
  }
}
