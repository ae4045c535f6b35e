package io.actjs.bench.server;

import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;

/** Single requests beside the measured load. */
public final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Http() {}

  /** The body of a successful answer. */
  public static String post(int port, String path, String body) throws IOException {
    return post(port, path, body, null);
  }

  /**
   * The same.
   *
   * @param token a bearer token, or null
   */
  static String post(int port, String path, String body, @Nullable String token)
      throws IOException {
    HttpRequest.Builder request =
        request(port, path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request.build());
  }

  /** The body of a successful answer. */
  static String get(int port, String path) throws IOException {
    return send(request(port, path).build());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static String send(HttpRequest request) throws IOException {
    String path = request.uri().getPath();
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new BenchFailure(path + ": HTTP " + response.statusCode() + " " + response.body());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }
}
