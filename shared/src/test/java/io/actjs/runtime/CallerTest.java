package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallerTest {
  private static final Principal ANN =
      new Principal("ann", List.of("editor"), "acme", List.of(), "{\"deep\":{\"n\":[1]}}");
  private static final String ANN_JSON =
      "{\"sub\":\"ann\",\"roles\":[\"editor\"],\"tenant\":\"acme\",\"capabilities\":[],\"claims\":{\"deep\":{\"n\":[1]}}}";
  private static final String NOBODY =
      "{\"principal\":{\"sub\":\"anonymous\",\"roles\":[],\"capabilities\":[],\"claims\":{}}}";
  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Desk extends Actor<{ log: string[] }> {
        state = { log: [] as string[] };
        private note(what: string) {
          this.state.log.push(what + ' ' + JSON.stringify(this.actjs.caller));
        }
        onInit() { this.note('init'); }
        onActivate() { if (this.state.log.length > 0) this.note('activate'); }
        @handler('who') who() { return this.actjs.caller; }
        @handler('request') request() { return this.actjs.request; }
        @handler('note') noted() { this.note('noted'); }
        @handler('log') log() { return this.state.log; }
        @handler('ask') ask({ to }: { to: string }) {
          return this.actjs.call({ class: 'Desk', id: to }, 'who');
        }
        @handler('askFor') askFor({ to, what }: { to: string; what: string }) {
          return this.actjs.call({ class: 'Desk', id: to }, what);
        }
        @handler('pass') pass({ to }: { to: string }) {
          this.actjs.tell({ class: 'Desk', id: to }, 'note');
        }
        @handler('remind') remind() {
          this.actjs.scheduleAt(this.actjs.now() + 1, 'note');
        }
        @handler('secret', { internal: true }) secret() { return 'for actors'; }
        @handler('forge') forge() {
          const seen: string[] = [];
          for (const change of [
            () => { (this.actjs.caller.principal as any).sub = 'root'; },
            () => { (this.actjs.caller.principal.roles as any).push('admin'); },
            () => { (this.actjs.caller.principal.claims as any).deep.n[0] = 2; },
            () => { (this.actjs as any).caller = null; },
          ]) {
            try { change(); seen.push('done'); } catch (e) { seen.push((e as Error).name); }
          }
          return seen;
        }
        @handler('later') async later() {
          await this.actjs.call({ class: 'Desk', id: 'other' }, 'who');
          return this.actjs.caller.principal.sub;
        }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private TestRuntime server = TestRuntime.start(disk);

  CallerTest() {
    server.publish("Desk", "1.0.0", SOURCE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static ActorRef desk(String id) {
    return new ActorRef("Desk", id);
  }

  private String call(String id, String method, String args, CallOptions options) {
    return TestRuntime.get(server.runtime().call(desk(id), method, args, options));
  }

  private String asAnn(String id, String method, String args) {
    return call(id, method, args, CallOptions.DEFAULT.by(ANN));
  }

  private void restart() {
    server.close();
    server = TestRuntime.start(disk);
  }

  private String log(String id) {
    return call(id, "log", "{}", CallOptions.DEFAULT);
  }

  private static String quoted(String what, String json) {
    return '"' + what + ' ' + json.replace("\"", "\\\"") + '"';
  }

  @Test
  void scenario50ThePrincipalReachesHandlers() {
    assertEquals("{\"principal\":" + ANN_JSON + "}", asAnn("a", "who", "{}"));
    assertEquals(NOBODY, call("a", "who", "{}", CallOptions.DEFAULT));
  }

  @Test
  void anActorIsToldWhoMakesIt() {
    asAnn("made", "who", "{}");
    assertTrue(log("made").startsWith("[" + quoted("init", "{\"principal\":" + ANN_JSON + "}")));
  }

  @Test
  void whatTheServerDoesByItselfIsItsOwn() {
    asAnn("b", "note", "{}");
    restart();
    asAnn("b", "note", "{}");
    String system =
        "{\"principal\":{\"sub\":\"system\",\"roles\":[\"system\"],\"capabilities\":[],\"claims\":{}}}";
    assertTrue(log("b").contains(quoted("activate", system)), log("b"));
  }

  @Test
  void callsBetweenActorsCarryThePrincipalAndNameTheCaller() {
    String expected =
        "{\"principal\":" + ANN_JSON + ",\"actor\":{\"class\":\"Desk\",\"id\":\"one\"}}";
    for (int i = 0; i < 4; i++) {
      // The later ones stay in the isolate.
      assertEquals(expected, asAnn("one", "ask", "{\"to\":\"two\"}"));
    }
    assertEquals(
        "{\"principal\":{\"sub\":\"anonymous\",\"roles\":[],\"capabilities\":[],\"claims\":{}},"
            + "\"actor\":{\"class\":\"Desk\",\"id\":\"one\"}}",
        call("one", "ask", "{\"to\":\"two\"}", CallOptions.DEFAULT));
  }

  @Test
  void aTurnThatAwaitedStillKnowsItsCaller() {
    for (int i = 0; i < 4; i++) {
      assertEquals("\"ann\"", asAnn("waits", "later", "{}"));
      assertEquals("\"anonymous\"", call("waits", "later", "{}", CallOptions.DEFAULT));
    }
  }

  @Test
  void messagesAndRemindersCarryThePrincipalAlsoAfterARestart() {
    asAnn("from", "pass", "{\"to\":\"to\"}");
    asAnn("self", "remind", "{}");
    restart();
    String told =
        quoted(
            "noted",
            "{\"principal\":" + ANN_JSON + ",\"actor\":{\"class\":\"Desk\",\"id\":\"from\"}}");
    String reminded =
        quoted(
            "noted",
            "{\"principal\":" + ANN_JSON + ",\"actor\":{\"class\":\"Desk\",\"id\":\"self\"}}");
    Await.until("the message", () -> log("to").contains(told));
    Await.until("the reminder", () -> log("self").contains(reminded));
  }

  @Test
  void aMessageOfAClientHasNoActor() {
    TestRuntime.get(server.runtime().tell(desk("told"), "note", "{}", CallOptions.DEFAULT.by(ANN)));
    Await.until(
        "the message",
        () -> log("told").contains(quoted("noted", "{\"principal\":" + ANN_JSON + "}")));
  }

  @Test
  void aRequestIsKnownByItsIdItsTraceAndItsKey() {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    assertEquals("{}", call("r", "request", "{}", CallOptions.DEFAULT));
    assertEquals("{\"id\":\"r1\"}", call("r", "request", "{}", CallOptions.DEFAULT.traced("r1")));
    assertEquals(
        "{\"id\":\"" + trace + "\",\"trace\":\"" + trace + "\",\"idempotencyKey\":\"k \\\"1\\\"\"}",
        call("r", "request", "{}", CallOptions.DEFAULT.traced(trace).keyed("k \"1\"")));
    assertEquals(
        "{\"id\":\"r2\"}",
        call(
            "r",
            "askFor",
            "{\"to\":\"s\",\"what\":\"request\"}",
            CallOptions.DEFAULT.traced("r2").keyed("outer")),
        "a call of an actor is another request");
  }

  @Test
  void anInternalHandlerIsForActorsAlone() {
    ActjsException refused = assertThrows(ActjsException.class, () -> asAnn("i", "secret", "{}"));
    assertEquals(ProblemCode.PolicyDenied, refused.code());
    for (int i = 0; i < 3; i++) {
      assertEquals("\"for actors\"", asAnn("j", "askFor", "{\"to\":\"i\",\"what\":\"secret\"}"));
    }
  }

  @Test
  void nobodyChangesWhoCalls() {
    assertEquals(
        "[\"TypeError\",\"TypeError\",\"TypeError\",\"TypeError\"]", asAnn("f", "forge", "{}"));
    assertEquals("{\"principal\":" + ANN_JSON + "}", asAnn("g", "who", "{}"));
  }
}
