package io.actjs.actjsd.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.VersionedSources;
import io.actjs.model.ProblemCode;
import io.actjs.wire.JsonText;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pins over WebSocket. Each test has a class of its own, in two versions. */
class SocketPinTest {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static DaemonFixture server;

  private final String name = "Wired" + NEXT.incrementAndGet();

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The shas of the manifests of versions 1.0.0 and 2.0.0. */
  private String[] publishTwo() {
    server.publish(name, "1.0.0", VersionedSources.marked(name, "1.0.0")).assertStatus(201);
    String old = server.resolve(name + "@1.0.0");
    server.publish(name, "2.0.0", VersionedSources.marked(name, "2.0.0")).assertStatus(201);
    return new String[] {old, server.resolve(name + "@2.0.0")};
  }

  private String call(String id, String manifest) {
    String own = manifest.isEmpty() ? "" : ",\"manifest\":" + manifest;
    return "{\"class\":\"" + name + "\",\"id\":\"" + id + "\",\"method\":\"which\"" + own + "}";
  }

  private void deprecate(String members) {
    server
        .patch("/v1/classes/" + name + "/versions/1.0.0", "{\"deprecated\":true" + members + "}")
        .assertStatus(200);
  }

  @Test
  void scenario26TheConnectionIsPinnedAndACallMayDiffer() {
    String[] shas = publishTwo();
    RpcClient pinned = server.socket("?manifest=" + shas[0]);
    assertEquals(
        "{\"result\":\"1.0.0\",\"seq\":\"1\",\"version\":\"1.0.0\"}",
        pinned.request("actor.call", call("a", "")).get("result").toString());
    assertEquals(
        "{\"result\":\"2.0.0\",\"seq\":\"1\",\"version\":\"2.0.0\"}",
        pinned.request("actor.call", call("b", '"' + shas[1] + '"')).get("result").toString());
    RpcClient plain = server.socket();
    assertEquals(
        "{\"result\":\"2.0.0\",\"seq\":\"1\",\"version\":\"2.0.0\"}",
        plain.request("actor.call", call("c", "")).get("result").toString());
    assertEquals(
        "{\"result\":\"1.0.0\",\"seq\":\"1\",\"version\":\"1.0.0\"}",
        plain.request("actor.call", call("d", '"' + shas[0] + '"')).get("result").toString());
    for (String unknown : new String[] {"\"" + "0".repeat(64) + "\"", "\"x\"", "7", "{}"}) {
      JsonNode error = plain.request("actor.call", call("e", unknown)).get("error");
      assertEquals(-32000, error.get("code").intValue());
      assertEquals("ManifestUnknown", error.get("data").get("code").textValue());
    }
  }

  @Test
  void scenario23WarningsAndExpiryReachAConnectionThatIsOpen() {
    String[] shas = publishTwo();
    RpcClient socket = server.socket("?manifest=" + shas[0]);
    String actor = "{\"class\":\"" + name + "\",\"id\":\"a\"";
    assertFalse(socket.request("actor.call", call("a", "")).get("result").has("warning"));

    deprecate("");
    String warning = "VersionDeprecated " + name + "@1.0.0";
    assertEquals(
        warning,
        socket.request("actor.call", call("a", "")).get("result").get("warning").textValue());
    assertEquals(
        warning,
        socket
            .request("actor.tell", actor + ",\"type\":\"add\"}")
            .get("result")
            .get("warning")
            .textValue());

    deprecate(",\"graceUntilMs\":1");
    for (String method : new String[] {"actor.call", "actor.tell", "actor.subscribe"}) {
      String params = actor + ",\"method\":\"which\",\"type\":\"add\"}";
      JsonNode error = socket.request(method, params).get("error");
      assertEquals(-32000, error.get("code").intValue());
      assertEquals("Gone", error.get("data").get("code").textValue());
      assertEquals(name, error.get("data").get("expired").get(0).get("class").textValue());
    }
  }

  @Test
  void scenario67APinnedWatcherIsToldWhenAnotherMovesItsActor() {
    server.publish(name, "1.0.0", VersionedSources.marked(name, "1.0.0")).assertStatus(201);
    String old = server.resolve(name + "@1.0.0");
    String actor = "{\"class\":\"" + name + "\",\"id\":\"shared\"";
    RpcClient watcher = server.socket("?manifest=" + old);
    assertEquals(
        "{\"result\":1,\"seq\":\"2\",\"version\":\"1.0.0\"}",
        watcher.request("actor.call", actor + ",\"method\":\"add\"}").get("result").toString());
    watcher.send(RpcClient.frame(1_000, "actor.subscribe", actor + "}"));
    assertEquals("{\"items\":1}", watcher.nextEvent().get("data").toString());
    assertFalse(watcher.next().get("result").has("warning"));

    server
        .post(
            "/v1/classes/" + name + "/versions",
            "{\"version\":\"2.0.0\",\"floating\":true,\"source\":"
                + JsonText.quote(VersionedSources.migrating(name, "2.0.0"))
                + "}")
        .assertStatus(201);
    RpcClient other = server.socket("?manifest=" + server.resolve(name + "@*"));
    JsonNode added = other.request("actor.call", actor + ",\"method\":\"add\"}");
    assertEquals(
        "{\"result\":2,\"seq\":\"4\",\"version\":\"2.0.0\"}", added.get("result").toString());

    JsonNode seen = watcher.nextEvent();
    assertEquals("ended", seen.get("kind").textValue(), seen::toString);
    assertEquals("ManifestRegression", seen.get("error").get("data").get("code").textValue());
    JsonNode error = watcher.request("actor.call", actor + ",\"method\":\"which\"}").get("error");
    assertEquals("ManifestRegression", error.get("data").get("code").textValue());
    assertEquals("2.0.0", error.get("data").get("persistedVersion").textValue());
  }

  @Test
  void anUpgradeWithAPinThatMayNotRunIsRefused() throws IOException {
    String[] shas = publishTwo();
    deprecate(",\"graceUntilMs\":1");
    assertRefused(upgrade("?manifest=" + shas[0], ""), ProblemCode.Gone);
    assertRefused(upgrade("", "X-Actjs-Manifest: " + shas[0] + "\r\n"), ProblemCode.Gone);
    assertRefused(upgrade("?manifest=" + "0".repeat(64), ""), ProblemCode.ManifestUnknown);
    assertRefused(upgrade("?manifest=x", ""), ProblemCode.ManifestUnknown);
    RpcClient socket = server.socket("?manifest=");
    assertEquals(
        "{\"result\":\"2.0.0\",\"seq\":\"1\",\"version\":\"2.0.0\"}",
        socket.request("actor.call", call("z", "")).get("result").toString());
  }

  private static void assertRefused(String response, ProblemCode code) {
    assertTrue(response.startsWith("HTTP/1.1 " + code.httpStatus() + " "), response);
    assertTrue(response.contains("application/problem+json"), response);
    assertTrue(response.contains("\"code\":\"" + code + "\""), response);
  }

  /** The whole answer to an upgrade. */
  private static String upgrade(String query, String headers) throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      socket.write(
          "GET /v1/ws"
              + query
              + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + headers
              + "\r\n");
      socket.shutdownOutput();
      return socket.readAll();
    }
  }
}
