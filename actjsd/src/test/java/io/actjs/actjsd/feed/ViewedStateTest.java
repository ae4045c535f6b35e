package io.actjs.actjsd.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.SseClient;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.wire.JsonText;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every text that leaves the server for somebody who may see a part is looked at for the rest. */
class ViewedStateTest {
  private static final String TOKEN = "correct-horse";
  private static final String SOURCE =
      """
      import { Actor, handler, type Principal } from 'actjs';
      export class Safe extends Actor<{ open: number; code: string }> {
        state = { open: 0, code: 'HIDDEN-0' };
        static viewer = (who: Principal) => who.roles.includes('admin');
        view(all: boolean) { return all ? this.state : { open: this.state.open }; }
        @handler('set') set({ open, code }: { open: number; code: string }) {
          this.state.open = open;
          this.state.code = code;
        }
      }
      """;

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.of(DaemonConfig.ephemeral().withAdminToken(AdminToken.of(TOKEN)));
    String body = "{\"version\":\"1.0.0\",\"source\":" + JsonText.quote(SOURCE) + "}";
    server
        .send(
            server
                .request("/v1/classes/Safe/versions")
                .header("content-type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.ofString(body)))
        .assertStatus(201);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void set(String id, int open) {
    server
        .post(
            "/v1/actors/Safe/" + id + "/set",
            "{\"open\":" + open + ",\"code\":\"HIDDEN-" + open + "\"}")
        .assertStatus(200);
  }

  @Test
  void aReadIsOfTheView() {
    set("read", 1);
    Answer seen = server.get("/v1/actors/Safe/read").assertStatus(200);
    assertEquals("{\"open\":1}", seen.json().get("state").toString());
    assertFalse(seen.text().contains("HIDDEN"));
    assertFalse(server.get("/v1/actors/Safe/read/info").text().contains("HIDDEN"));
    Answer all =
        server.send(
            server
                .request("/v1/actors/Safe/read")
                .header("Authorization", "Bearer " + TOKEN)
                .GET());
    assertEquals("HIDDEN-1", all.json().get("state").get("code").textValue());
  }

  @Test
  void aSocketIsSentTheViewAndItsPatches() {
    set("ws", 1);
    RpcClient part = server.socket();
    RpcClient whole = server.socket("?token=" + TOKEN);
    String params = "{\"class\":\"Safe\",\"id\":\"ws\"}";
    List<String> heard = new ArrayList<>();
    part.send(RpcClient.frame(1, "actor.subscribe", params));
    heard.add(part.nextEvent().toString());
    heard.add(part.next().toString());
    whole.send(RpcClient.frame(1, "actor.subscribe", params));
    assertTrue(whole.nextEvent().toString().contains("HIDDEN-1"));
    var unused = whole.next();
    set("ws", 2);
    JsonNode patch = part.nextEvent();
    heard.add(patch.toString());
    assertTrue(patch.toString().contains("/open"), patch.toString());
    assertTrue(whole.nextEvent().toString().contains("HIDDEN-2"));
    // One that comes back is told nothing of what it missed but the view.
    part.send(
        RpcClient.frame(
            2, "actor.subscribe", "{\"class\":\"Safe\",\"id\":\"ws\",\"fromSeq\":\"1\"}"));
    heard.add(part.nextEvent().toString());
    heard.add(part.next().toString());
    assertFalse(heard.toString().contains("HIDDEN"), heard.toString());
  }

  @Test
  void aStreamOfEventsIsOfTheView() throws Exception {
    set("sse", 1);
    SseClient stream = server.stream("/v1/sse/Safe/sse");
    String snapshot = stream.next().data();
    set("sse", 2);
    String patch = stream.next().data();
    assertTrue(snapshot.contains("\"open\":1"), snapshot);
    assertTrue(patch.contains("/open"), patch);
    assertFalse((snapshot + patch).contains("HIDDEN"));
  }
}
