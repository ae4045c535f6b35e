package io.actjs.bench.soak;

import static io.actjs.bench.soak.Requests.expect;

import io.actjs.bench.work.BenchFailure;
import java.net.http.HttpClient;
import java.util.concurrent.CompletionException;

/** A client that connects, subscribes to the actor that is its own, writes to it, and leaves. */
final class SocketCaller implements Activity {
  private static final int CALLS = 50;
  private static final int UNWATCHED_CALLS = 10;

  private final HttpClient client;
  private final int port;
  private final Tally tally;
  private final String params;
  private long total;

  SocketCaller(HttpClient client, int port, Tally tally, int number) {
    this.client = client;
    this.port = port;
    this.tally = tally;
    this.params = "\"class\":\"Book\",\"id\":\"book" + number + "\"";
  }

  @Override
  public void once() throws InterruptedException {
    try (RpcSocket socket = new RpcSocket(client, port)) {
      tally.count(Operation.SOCKET);
      String subscription =
          socket.ask("actor.subscribe", "{" + params + "}").path("subscriptionId").asText();
      tally.count(Operation.SUBSCRIBE);
      note(socket, CALLS);
      boolean left =
          socket
              .ask("actor.unsubscribe", "{\"subscriptionId\":\"" + subscription + "\"}")
              .path("ok")
              .asBoolean();
      expect("the end of a subscription", true, left);
      note(socket, UNWATCHED_CALLS);
      // A snapshot first, then what happened while it was subscribed, and nothing more.
      expect("notifications", (long) CALLS + 1, socket.notifications());
    } catch (CompletionException e) {
      throw new BenchFailure("the WebSocket broke: " + e.getCause());
    }
  }

  private void note(RpcSocket socket, int calls) throws InterruptedException {
    String call = "{" + params + ",\"method\":\"note\",\"args\":{\"by\":2}}";
    for (int i = 0; i < calls; i++) {
      total += 2;
      expect("the total", total, socket.ask("actor.call", call).path("result").asLong());
      tally.count(Operation.SOCKET_CALL);
    }
  }
}
