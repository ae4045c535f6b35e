package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ProblemCode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The third promise, end to end on a real daemon and disk: an old client, pinned to what it was
 * built against, keeps that behaviour through two releases, a deprecation, a restart and a floating
 * migration, while a new client runs the new one.
 */
class PinnedClientTest {
  private static String cart(String price, String more) {
    return """
        import { Actor, handler } from 'actjs';
        export class Cart extends Actor<any> {
          state: any = { items: [] };
          @handler('add') add({ item }: any) { this.state.items.push(item); return %s; }
          @handler('items') items() { return this.state.items; }
          @handler('score') async score({ id }: any) {
            return await this.actjs.call({ class: 'Points', id }, 'score');
          }
          @handler('later') later({ item }: any) {
            this.actjs.scheduleAt(this.actjs.now(), 'add', { item });
          }
          %s
        }
        """
        .formatted(price, more);
  }

  private static String points(String unit, String more) {
    return """
        import { Actor, handler } from 'actjs';
        export class Points extends Actor<any> {
          state: any = { points: 10 };
          @handler('score') score() { return this.state.points + ' %s'; }
          @handler('win') win() { this.state.points += 5; return this.state.points + ' %s'; }
          %s
        }
        """
        .formatted(unit, unit, more);
  }

  private static final String OLD_PRICE = "'old price of ' + item";
  private static final String NEW_PRICE = "{ price: 1, item }";

  private DaemonFixture server;
  private String old;

  private String call(String actor, String method, String args, String pin) {
    HttpRequest.Builder request =
        server
            .request("/v1/actors/" + actor + "/" + method)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(args));
    if (pin != null) {
      request.header("X-Actjs-Manifest", pin);
    }
    return server.send(request).assertStatus(200).json().path("result").toString();
  }

  private Answer refused(String actor, String method, String pin) {
    return server.send(
        server
            .request("/v1/actors/" + actor + "/" + method)
            .header("X-Actjs-Manifest", pin)
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  private void publish(String name, String version, String source, String flags) {
    String body =
        com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
            .objectNode()
            .put("version", version)
            .put("source", source)
            .put("floating", flags.contains("floating"))
            .toString();
    server.post("/v1/classes/" + name + "/versions", body).assertStatus(201);
  }

  private static String encoded(String range) {
    return URLEncoder.encode(range, StandardCharsets.UTF_8);
  }

  private String resolve(String cart, String points) {
    return server
        .get("/v1/manifest?root=Cart@" + encoded(cart) + "&root=Points@" + encoded(points))
        .assertStatus(200)
        .json()
        .path("sha256")
        .asText();
  }

  @Test
  void scenario26AnOldClientKeepsItsBehaviourWhileANewOneRunsTheNew(@TempDir Path data)
      throws Exception {
    server = DaemonFixture.at(data);
    try {
      publish("Cart", "1.0.0", cart(OLD_PRICE, ""), "");
      publish("Points", "1.0.0", points("points", ""), "");
      old = resolve("1.0.0", "1.0.0");
      assertEquals("\"old price of tea\"", call("Cart/shared", "add", "{\"item\":\"tea\"}", old));
      assertEquals("\"15 points\"", call("Points/old", "win", "{}", old));
      assertEquals("\"15 points\"", call("Points/moving", "win", "{}", old));

      publish("Cart", "2.0.0", cart(NEW_PRICE, ""), "");
      publish(
          "Points",
          "2.0.0",
          points("stars", "migrate(s: any) { return { points: s.points * 100 }; }"),
          "floating");
      oldBehaviour();
      newBehaviour(resolve("^2.0.0", "^2.0.0"), "{\"price\":1,\"item\":\"new\"}");

      publish("Cart", "2.1.0", cart("{ price: 2, item }", ""), "");
      deprecate("Cart", "1.0.0");
      oldBehaviour();
      newBehaviour(resolve("^2.0.0", "^2.0.0"), "{\"price\":2,\"item\":\"new\"}");

      server.close();
      server = DaemonFixture.at(data);
      oldBehaviour();
      newBehaviour(resolve("^2.0.0", "^2.0.0"), "{\"price\":2,\"item\":\"new\"}");

      sharedActors();
    } finally {
      server.close();
    }
  }

  private void deprecate(String name, String version) {
    Answer answer =
        server.send(
            server
                .request("/v1/classes/" + name + "/versions/" + version)
                .header("content-type", "application/json")
                .method(
                    "PATCH",
                    HttpRequest.BodyPublishers.ofString(
                        "{\"deprecated\":true,\"reason\":\"2 is out\"}")));
    answer.assertStatus(200);
  }

  private int fresh;

  /** New actors, its own old ones, calls from actor to actor, reminders: all as it was built. */
  private void oldBehaviour() throws Exception {
    String mine = "Cart/old" + fresh++;
    assertEquals("\"old price of x\"", call(mine, "add", "{\"item\":\"x\"}", old));
    assertEquals("\"15 points\"", call("Points/old", "score", "{}", old));
    assertEquals("\"15 points\"", call(mine, "score", "{\"id\":\"old\"}", old));
    call(mine, "later", "{\"item\":\"reminded\"}", old);
    long end = System.nanoTime() + 30_000_000_000L;
    while (!call(mine, "items", "{}", old).equals("[\"x\",\"reminded\"]")) {
      assertTrue(System.nanoTime() < end, "the reminder does not come");
      Thread.onSpinWait();
    }
  }

  private void newBehaviour(String pin, String price) {
    String mine = "Cart/new" + fresh++;
    assertEquals(price, call(mine, "add", "{\"item\":\"new\"}", pin));
    assertEquals(price, call("Cart/newer" + fresh++, "add", "{\"item\":\"new\"}", null));
    assertEquals("\"10 stars\"", call("Points/new" + fresh, "score", "{}", pin));
    assertEquals("\"1500 stars\"", call("Points/moving", "score", "{}", pin), "it has moved");
    assertEquals("\"1500 stars\"", call(mine, "score", "{\"id\":\"moving\"}", pin));
  }

  /** A sticky actor runs one version for both; an actor that has moved refuses the old client. */
  private void sharedActors() {
    String pin = resolve("^2.0.0", "^2.0.0");
    assertEquals("\"old price of ham\"", call("Cart/shared", "add", "{\"item\":\"ham\"}", pin));
    assertEquals("[\"tea\",\"ham\"]", call("Cart/shared", "items", "{}", old));
    assertEquals("\"old price of jam\"", call("Cart/shared", "add", "{\"item\":\"jam\"}", old));
    assertEquals("[\"tea\",\"ham\",\"jam\"]", call("Cart/shared", "items", "{}", pin));

    refused("Points/moving", "score", old).assertProblem(ProblemCode.ManifestRegression);
  }
}
