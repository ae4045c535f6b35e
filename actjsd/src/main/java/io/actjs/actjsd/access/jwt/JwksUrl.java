package io.actjs.actjsd.access.jwt;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keys that are fetched. The answer of an address that hangs, never ends, or sends the fetch
 * elsewhere is given up after a few seconds and {@link JwksSource#LARGEST} bytes.
 *
 * @param patience how long a reading may take in all
 */
record JwksUrl(URI uri, Duration patience) implements JwksSource {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_REDIRECTS = 3;

  /**
   * @throws ActjsException {@code SchemaInvalid} when others on the network could replace the keys
   */
  static JwksUrl of(URI uri) {
    boolean isSecure = "https".equalsIgnoreCase(uri.getScheme());
    String host = uri.getHost();
    if (host == null || uri.getUserInfo() != null) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "this is no URL with a host, and without a password");
    }
    if (!isSecure && !isThisMachine(host.toLowerCase(Locale.ROOT))) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid,
          "keys are fetched with https only, because whoever can change them is every user; http is"
              + " for 127.0.0.1, ::1 and localhost");
    }
    return new JwksUrl(uri, PATIENCE);
  }

  private static boolean isThisMachine(String host) {
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
  }

  @Override
  public byte[] read() throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build();
    try {
      URI next = uri;
      for (int i = 0; i <= MOST_REDIRECTS; i++) {
        HttpResponse<byte[]> answer = get(client, next, deadline);
        if (answer.statusCode() == 200) {
          return answer.body();
        }
        next = redirected(answer, next);
      }
      throw new IOException("it redirects more than " + MOST_REDIRECTS + " times");
    } finally {
      // Ends what still comes in.
      client.shutdownNow();
    }
  }

  private HttpResponse<byte[]> get(HttpClient client, URI from, long deadline) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(from).header("Accept", "application/json").build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
    try {
      return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("it did not answer within " + patience.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server is stopping");
    } finally {
      answer.cancel(true);
    }
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null
        ? "it cannot be reached (" + cause.getClass().getSimpleName() + ")"
        : message;
  }

  private static URI redirected(HttpResponse<byte[]> answer, URI from) throws IOException {
    String location = answer.headers().firstValue("Location").orElse("");
    if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
      throw new IOException("it answered with status " + answer.statusCode());
    }
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException("it redirects to what is no URL", e);
    }
    boolean isSame =
        Objects.equals(to.getScheme(), from.getScheme())
            && Objects.equals(to.getHost(), from.getHost())
            && to.getPort() == from.getPort();
    if (!isSame) {
      throw new IOException("it redirects to another host, which is not followed");
    }
    return to;
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public String place() {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
