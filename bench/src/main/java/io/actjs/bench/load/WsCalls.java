package io.actjs.bench.load;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls over WebSocket JSON-RPC: the slots are spread evenly over the connections. */
final class WsCalls implements Calls {
  private static final byte[] RESULT = Ascii.bytes("\"result\":");
  private static final byte[] ID = Ascii.bytes("\"id\":");

  private final WsFrame[] requests;
  private final WsConnection[] connections;
  private final Answers answers;

  /** The request id that each slot waits for; 0 when it waits for none. */
  private final long[] awaited;

  private long nextRound = 1;

  WsCalls(
      Poller poller,
      int port,
      @Nullable String pin,
      int connections,
      int slots,
      List<Call> calls,
      Answers answers)
      throws IOException {
    this.answers = answers;
    this.requests = calls.stream().map(Call::ws).toArray(WsFrame[]::new);
    this.connections = new WsConnection[connections];
    this.awaited = new long[slots];
    String path = pin == null ? "/v1/ws" : "/v1/ws?manifest=" + pin;
    for (int i = 0; i < connections; i++) {
      this.connections[i] = new WsConnection(port, path, i, this::text);
      poller.add(this.connections[i]);
    }
  }

  private void text(WsConnection connection, byte[] bytes, int from, int to) {
    long id = Ascii.number(bytes, Ascii.after(ID, bytes, from, to), to);
    int result = Ascii.afterLast(RESULT, bytes, from, to);
    int slot = (int) (id % awaited.length);
    if (result < 0 || id < WsFrame.LEAST_NUMBER || awaited[slot] != id) {
      throw new BenchFailure("unexpected frame: " + Ascii.text(bytes, from, to));
    }
    awaited[slot] = 0;
    answers.answered(slot, Ascii.number(bytes, result, to));
  }

  @Override
  public int slots() {
    return awaited.length;
  }

  @Override
  public void send(int slot, int call) {
    long least = WsFrame.LEAST_NUMBER - WsFrame.LEAST_NUMBER % awaited.length;
    long id = least + nextRound++ * awaited.length + slot;
    awaited[slot] = id;
    connections[slot % connections.length].send(requests[call], id);
  }

  @Override
  public void flush() throws IOException {
    for (WsConnection connection : connections) {
      connection.flush();
    }
  }

  @Override
  public void close() throws IOException {
    for (WsConnection connection : connections) {
      connection.close();
    }
  }
}
