package io.actjs.actctl.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber over a stream of server-sent events that connects again whenever it is cut off, and
 * names the id that it has got last, as browsers do.
 */
final class StreamedActor implements Watch {
  private static final String DATA = "data: ";
  private static final String ID = "id: ";

  private final HttpClient http;
  private final URI uri;
  private final Follower follower;
  private @Nullable String lastId;
  private volatile boolean stopped;

  StreamedActor(HttpClient http, URI uri, Follower follower) {
    this.http = http;
    this.uri = uri;
    this.follower = follower;
    Thread.startVirtualThread(this::run);
  }

  private void run() {
    while (!stopped) {
      try {
        connect();
      } catch (IOException e) {
        // It was cut off.
      } catch (InterruptedException e) {
        return;
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void connect() throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    HttpResponse<InputStream> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      if (answer.statusCode() == 200) {
        read(lines);
      } else if (answer.statusCode() < 500) {
        follower.fail("refused: " + answer.statusCode() + " " + lines.readLine());
      }
    }
  }

  /** A block counts when its empty line has come: one that is cut off is nothing. */
  private void read(BufferedReader lines) throws IOException {
    String id = null;
    String data = null;
    for (String line = lines.readLine(); line != null && !stopped; line = lines.readLine()) {
      if (line.startsWith(ID)) {
        id = line.substring(ID.length());
      } else if (line.startsWith(DATA)) {
        data = line.substring(DATA.length());
      } else if (line.isEmpty() && data != null) {
        follower.take(Follower.parse(data));
        lastId = id;
        data = null;
      }
    }
  }

  @Override
  public Follower follower() {
    return follower;
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
