package io.actjs.bench.load;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.util.List;

/** Calls over HTTP: a slot is a connection. */
final class HttpCalls implements Calls {
  private static final byte[] RESULT = Ascii.bytes("\"result\":");

  private final byte[][] requests;
  private final HttpConnection[] connections;
  private final Answers answers;

  HttpCalls(Poller poller, int port, Clients clients, List<Call> calls, Answers answers)
      throws IOException {
    this.answers = answers;
    requests =
        calls.stream()
            .map(call -> call.http(port, clients.pin(), clients.token()))
            .toArray(byte[][]::new);
    connections = new HttpConnection[clients.inFlight()];
    for (int slot = 0; slot < connections.length; slot++) {
      connections[slot] = new HttpConnection(port, slot, this::answered);
      poller.add(connections[slot]);
    }
  }

  private void answered(HttpConnection connection, int status, byte[] bytes, int from, int to) {
    int result = Ascii.afterLast(RESULT, bytes, from, to);
    if (status != 200 || result < 0) {
      throw new BenchFailure("HTTP " + status + ": " + Ascii.text(bytes, from, to));
    }
    answers.answered(connection.slot, Ascii.number(bytes, result, to));
  }

  @Override
  public int slots() {
    return connections.length;
  }

  @Override
  public void send(int slot, int call) {
    connections[slot].send(requests[call]);
  }

  @Override
  public void flush() throws IOException {
    for (HttpConnection connection : connections) {
      connection.flush();
    }
  }

  @Override
  public void close() throws IOException {
    for (HttpConnection connection : connections) {
      connection.close();
    }
  }
}
