package io.actjs.actjsd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.connection.HttpLimits;
import io.actjs.actjsd.edge.Edge;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A failure that nobody foresaw: the client learns where it is in the log, and no more. */
class UnforeseenFailureTest {
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(FailedRequests.class);
  private HttpServer server;
  private String address;

  @BeforeEach
  void start() throws Exception {
    ServerSocketChannel listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    address = "http://127.0.0.1:" + ((InetSocketAddress) listening.getLocalAddress()).getPort();
    server =
        new HttpServer(
            listening,
            (request, response, callback) -> null,
            new Handler.Wrapper(),
            endpoint -> endpoint.handler,
            HttpLimits.of(Limits.DEFAULT),
            () -> Edge.LOOPBACK,
            () -> CrossOrigin.NONE,
            Pages.NONE,
            routes -> {
              routes.get(
                  "/exception",
                  ctx -> {
                    throw new IllegalStateException("secret: SELECT * FROM actor");
                  });
              routes.get(
                  "/error",
                  ctx -> {
                    throw new StackOverflowError("secret");
                  });
            });
    server.start();
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    server.stop();
  }

  private Answer get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return new Answer(
          http.send(
              (headers.length == 0 ? request : request.headers(headers)).build(),
              HttpResponse.BodyHandlers.ofString()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/exception", "/error"})
  void scenario5_w5_theAnswerNamesTheRequestAndHidesTheReason(String path) throws Exception {
    Answer answer = get(path);
    String id = answer.assertProblem(ProblemCode.InternalError).get("requestId").textValue();
    assertEquals(id, answer.header("x-request-id"));
    assertFalse(answer.text().contains("secret"), answer.text());
    assertTrue(
        lines.list.stream()
            .anyMatch(
                line ->
                    line.getThrowableProxy() != null
                        && line.getThrowableProxy().getMessage().contains("secret")
                        && line.getKeyValuePairs().stream()
                            .anyMatch(pair -> id.equals(pair.value))),
        lines.list.toString());
  }

  @Test
  void theNameThatTheClientGaveItIsUsed() throws Exception {
    Answer answer = get("/exception", "x-request-id", "mine-7");
    assertEquals(
        "mine-7", answer.assertProblem(ProblemCode.InternalError).get("requestId").textValue());
    assertEquals("mine-7", answer.header("x-request-id"));
    assertEquals("mine-7", get("/nowhere", "x-request-id", "mine-7").header("x-request-id"));
    assertEquals("", get("/nowhere", "x-request-id", "no name!").header("x-request-id"));
    assertEquals("", get("/nowhere").header("x-request-id"));
  }
}
