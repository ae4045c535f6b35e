package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.EngineLimits;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.policy.capability.Capabilities;
import io.actjs.policy.capability.CapabilityRules;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the bearer of a capability may do to actors, and which capabilities actors mint. */
class CapabilityTest {
  private static final ActorRef N1 = new ActorRef("Note", "n1");
  private static final ActorRef N2 = new ActorRef("Note", "n2");
  private static final CallOptions ANN = CallOptions.DEFAULT.by(Principal.of("ann", List.of()));
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String NOTE =
      """
      import { Actor, handler } from 'actjs';
      export class Note extends Actor<{ text: string; log: string[] }> {
        state = { text: '', log: [] as string[] };
        @handler('read') read() { return this.state.text; }
        @handler('write') write({ text }: { text: string }) { this.state.text = text; }
        @handler('who') who() { return this.actjs.caller; }
        @handler('note') note() { this.state.log.push(this.actjs.caller.principal.sub); }
        @handler('log') log() { return this.state.log; }
        @handler('ask') ask({ of, to, what }: any) {
          return this.actjs.call({ class: of, id: to }, what);
        }
        @handler('pass') pass({ to }: { to: string }) { this.actjs.tell({ class: 'Note', id: to }, 'note'); }
        @handler('own', { internal: true }) own() { return 'mine'; }
        @handler('share') share(options: any) { return this.actjs.mintCapability(options); }
        @handler('mark') async mark(options: any) {
          this.state.text = 'shared';
          return await this.actjs.mintCapability(options);
        }
        @handler('fail') async fail() {
          await this.actjs.mintCapability({ methods: ['read'], ttlMs: 1000 });
          throw new Error('after all');
        }
        @handler('many') async many() {
          for (let i = 0; i < 11; i++) await this.actjs.mintCapability({ methods: ['read'], ttlMs: 1000 });
        }
      }
      """;

  /** Lets in whoever wrote it, and the bearers of its capabilities for reading. */
  private static final String STRICT =
      """
      import { Actor, handler, type Principal, type PolicyAction } from 'actjs';
      export class Strict extends Actor {
        state = { n: 0 };
        static policy(principal: Principal, action: PolicyAction<Strict>) {
          const { class: name, id } = action.actor.ref;
          return principal.sub === 'ann'
            || (principal.sub === `cap:${name}:${id}` && action.kind === 'call' && action.method === 'read');
        }
        @handler('read') read() { return this.state.n; }
        @handler('add') add() { return ++this.state.n; }
      }
      """;

  private static final String COUNTER =
      """
      import { EventSourced, handler } from 'actjs';
      export class Counter extends EventSourced<{ n: number }, { type: string; by: number }> {
        initialState() { return { n: 0 }; }
        reduce(s: { n: number }, e: { by: number }) {
          void this.actjs.mintCapability({ methods: ['add'], ttlMs: 1000 });
          return { n: s.n + e.by };
        }
        @handler('add') add() { return [{ type: 'added', by: 1 }]; }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private final TestRuntime server =
      TestRuntime.start(
          disk,
          options ->
              options
                  .engineLimits(EngineLimits.DEFAULT)
                  .capabilities(new CapabilityRules("here", List.of("here"), 60_000)));

  CapabilityTest() {
    server.publish("Note", "1.0.0", NOTE);
    server.publish("Strict", "1.0.0", STRICT);
    server.publish("Counter", "1.0.0", COUNTER);
    server.call(N1, "write", "{\"text\":\"hello\"}");
    server.call(N2, "write", "{\"text\":\"other\"}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static CallOptions bearer(ActorRef of, String... capabilities) {
    return CallOptions.DEFAULT.by(
        new Principal(
            Principal.capabilitySub(of.className(), of.id()),
            List.of(),
            null,
            List.of(capabilities),
            "{\"jti\":\"j\"}"));
  }

  private String call(ActorRef ref, String method, String args, CallOptions options) {
    return TestRuntime.get(server.runtime().call(ref, method, args, options));
  }

  private static ActjsException refused(ProblemCode code, Executable work) {
    ActjsException refusal = assertThrows(ActjsException.class, work);
    assertEquals(code, refusal.code(), refusal.detail());
    return refusal;
  }

  private static ActjsException forbidden(Executable work) {
    return refused(ProblemCode.Forbidden, work);
  }

  @Test
  void w94_aBearerCallsTheMethodsOfItsActorAndNothingElse() {
    CallOptions reader = bearer(N1, "call:read");
    assertEquals("\"hello\"", call(N1, "read", "{}", reader));
    forbidden(() -> call(N2, "read", "{}", reader));
    forbidden(() -> call(N1, "write", "{\"text\":\"x\"}", reader));
    forbidden(() -> call(new ActorRef("Strict", "n1"), "read", "{}", reader));
    forbidden(() -> call(new ActorRef("Note", "n1:x"), "read", "{}", reader));
    assertEquals("\"hello\"", server.call(N1, "read", "{}"));
  }

  @Test
  void w94_messagesAreBoundAsCallsAre() {
    CallOptions reader = bearer(N1, "call:read");
    forbidden(() -> TestRuntime.get(server.runtime().tell(N1, "note", "{}", reader)));
    forbidden(() -> TestRuntime.get(server.runtime().tell(N2, "read", "{}", reader)));
    TestRuntime.get(server.runtime().tell(N1, "note", "{}", bearer(N1, "call:note")));
    Await.until(
        "the message is handled", () -> server.call(N1, "log", "{}").equals("[\"cap:Note:n1\"]"));
    assertEquals("[]", server.call(N2, "log", "{}"));
  }

  @Test
  void w94_whatIsNotGrantedIsDenied() {
    ActorRuntime runtime = server.runtime();
    CallOptions reader = bearer(N1, "call:read");
    forbidden(() -> TestRuntime.get(runtime.read(N1, reader)));
    forbidden(() -> TestRuntime.get(runtime.mayRead(N1, reader)));
    forbidden(() -> TestRuntime.get(runtime.subscribe(N1, new Notes(), reader)));
    forbidden(() -> TestRuntime.get(runtime.delete(N1, reader)));
    forbidden(() -> TestRuntime.get(runtime.create("Note", null, bearer(N1, "create"))));
    forbidden(() -> TestRuntime.get(runtime.found("Note", null, bearer(N1, "create").keyed("k"))));
    forbidden(() -> TestRuntime.get(runtime.mayDo(N1, "tell:write", "{}", reader)));
    assertEquals(
        "{\"text\":\"hello\",\"log\":[]}",
        TestRuntime.get(runtime.read(N1, bearer(N1, "read"))).state());
    assertTrue(TestRuntime.get(runtime.mayRead(N1, bearer(N1, "read"))));
    TestRuntime.get(runtime.subscribe(N1, new Notes(), bearer(N1, "subscribe")));
    TestRuntime.get(runtime.delete(N1, bearer(N1, "destroy")));
    refused(ProblemCode.Gone, () -> server.call(N1, "read", "{}"));
  }

  @Test
  void w94_namesOfPrototypesAreNoMethodsAndInternalHandlersStayInternal() {
    for (String name : List.of("constructor", "toString", "__proto__", "hasOwnProperty")) {
      forbidden(() -> call(N1, name, "{}", bearer(N1, "call:read")));
      refused(ProblemCode.UnknownMethod, () -> call(N1, name, "{}", bearer(N1, "call:" + name)));
    }
    ActjsException refusal =
        assertThrows(ActjsException.class, () -> call(N1, "own", "{}", bearer(N1, "call:own")));
    assertTrue(refusal.code().httpStatus() < 500, refusal.detail());
  }

  @Test
  void aBearerBeginsAnActorOnlyIfThatIsGranted() {
    ActorRef fresh = new ActorRef("Note", "fresh");
    forbidden(() -> call(fresh, "write", "{\"text\":\"x\"}", bearer(fresh, "call:write")));
    forbidden(
        () ->
            TestRuntime.get(
                server.runtime().tell(fresh, "note", "{}", bearer(fresh, "call:note"))));
    forbidden(
        () ->
            TestRuntime.get(
                server.runtime().subscribe(fresh, new Notes(), bearer(fresh, "subscribe"))));
    // Somebody looks at it: it is in memory, and does not exist.
    assertEquals("\"\"", call(fresh, "read", "{}", ANN));
    forbidden(() -> call(fresh, "write", "{\"text\":\"x\"}", bearer(fresh, "call:write")));
    refused(ProblemCode.ActorNotFound, () -> server.read(fresh));
    call(fresh, "write", "{\"text\":\"x\"}", bearer(fresh, "call:write", "create"));
    assertEquals("\"x\"", call(fresh, "read", "{}", bearer(fresh, "call:read")));
  }

  @Test
  void theClassesPolicyIsAskedAsWell() {
    ActorRef strict = new ActorRef("Strict", "s");
    call(strict, "add", "{}", ANN);
    assertEquals("1", call(strict, "read", "{}", bearer(strict, "call:read", "call:add")));
    refused(
        ProblemCode.PolicyDenied,
        () -> call(strict, "add", "{}", bearer(strict, "call:read", "call:add")));
    refused(
        ProblemCode.PolicyDenied,
        () -> TestRuntime.get(server.runtime().read(strict, bearer(strict, "read"))));
  }

  @Test
  void whatTheHandlerCallsIsItsOwnAuthorityAndTheBearerGainsNothingByItself() {
    ActorRef strict = new ActorRef("Strict", "s");
    call(strict, "add", "{}", ANN);
    CallOptions asker = bearer(N1, "call:ask", "call:pass");
    String seen = call(N1, "ask", "{\"of\":\"Note\",\"to\":\"n2\",\"what\":\"who\"}", asker);
    assertEquals(
        "{\"principal\":{\"sub\":\"cap:Note:n1\",\"roles\":[],\"capabilities\":[\"call:ask\",\"call:pass\"],"
            + "\"claims\":{\"jti\":\"j\"}},\"actor\":{\"class\":\"Note\",\"id\":\"n1\"}}",
        seen);
    refused(
        ProblemCode.PolicyDenied,
        () -> call(N1, "ask", "{\"of\":\"Strict\",\"to\":\"s\",\"what\":\"read\"}", asker));
    forbidden(() -> call(N2, "who", "{}", asker));
    // A new actor is begun by the one that calls it, which needs no grant for that.
    call(N1, "pass", "{\"to\":\"new\"}", asker);
    ActorRef begun = new ActorRef("Note", "new");
    Await.until(
        "the message is handled",
        () -> server.call(begun, "log", "{}").equals("[\"cap:Note:n1\"]"));
  }

  private static JsonNode claims(String token) throws IOException {
    String payload = JSON.readTree(token).textValue().split("\\.", -1)[1];
    return JSON.readTree(Base64.getUrlDecoder().decode(payload));
  }

  private List<AuditEntry> minted() {
    return disk.registry().auditLog(100).stream()
        .filter(entry -> entry.action().equals("capability.minted"))
        .toList();
  }

  @Test
  void anActorMintsForItself() throws IOException {
    long before = System.currentTimeMillis();
    String token =
        call(
            N1,
            "share",
            "{\"methods\":[\"read\",\"read\"],\"grants\":[\"subscribe\"],\"ttlMs\":30000,\"audience\":\"here\"}",
            ANN);
    JsonNode claims = claims(token);
    assertEquals("here", claims.path("iss").textValue());
    assertEquals("Note:n1", claims.path("sub").textValue());
    assertEquals("here", claims.path("aud").textValue());
    assertEquals("[\"call:read\"]", claims.path("mth").toString());
    assertEquals("[\"subscribe\"]", claims.path("grt").toString());
    long exp = claims.path("exp").longValue() * 1000;
    assertTrue(exp > before + 28_000 && exp <= System.currentTimeMillis() + 30_000, "exp " + exp);
    AuditEntry entry = minted().getFirst();
    assertEquals("ann", entry.principal());
    assertEquals("Note:n1", entry.target());
    JsonNode meta = JSON.readTree(entry.meta());
    assertEquals(claims.path("jti"), meta.path("jti"));
    assertEquals(30_000, meta.path("ttlMs").longValue());
    assertFalse(entry.meta().contains(JSON.readTree(token).textValue()), "the token itself");
  }

  @Test
  void aTurnMintsAndChangesItsStateOrOnlyReads() {
    assertTrue(call(N1, "mark", "{\"methods\":[\"read\"],\"ttlMs\":1000}", ANN).startsWith("\"ey"));
    assertEquals("\"shared\"", server.call(N1, "read", "{}"));
    long seq = server.read(N1).seq();
    assertTrue(call(N1, "share", "{\"methods\":[\"read\"],\"ttlMs\":1}", ANN).startsWith("\"ey"));
    assertEquals(seq, server.read(N1).seq());
    assertEquals(1, server.runtime().capabilities().keys().size());
  }

  @Test
  void theTokenOfATurnThatFailsStaysWhereItIs() {
    ActjsException failure = refused(ProblemCode.HandlerError, () -> server.call(N1, "fail", "{}"));
    assertFalse(failure.detail().contains("ey"), failure.detail());
    // The audit is written before the handler has the token.
    assertEquals(1, minted().size());
  }

  @Test
  void whatNoCapabilityCanHaveIsRefusedAndNotAudited() {
    refusedMint(ProblemCode.UnknownMethod, "{\"methods\":[\"nothing\"],\"ttlMs\":1000}");
    refusedMint(ProblemCode.UnknownMethod, "{\"methods\":[\"constructor\"],\"ttlMs\":1000}");
    refusedMint(ProblemCode.UnknownMethod, "{\"methods\":[\"own\"],\"ttlMs\":1000}");
    refusedMint(ProblemCode.SchemaInvalid, "{\"methods\":[],\"ttlMs\":1000}");
    refusedMint(ProblemCode.SchemaInvalid, "{\"methods\":[\"read\"]}");
    refusedMint(ProblemCode.SchemaInvalid, "{\"methods\":[\"read\"],\"ttlMs\":0}");
    refusedMint(ProblemCode.SchemaInvalid, "{\"methods\":[\"read\"],\"ttlMs\":1.5}");
    refusedMint(ProblemCode.SchemaInvalid, "{\"methods\":\"read\",\"ttlMs\":1000}");
    refusedMint(ProblemCode.SchemaInvalid, "{\"grants\":[\"admin\"],\"ttlMs\":1000}");
    refusedMint(
        ProblemCode.SchemaInvalid, "{\"methods\":[\"read\"],\"ttlMs\":1000,\"audience\":\"a b\"}");
    refusedMint(ProblemCode.LimitExceeded, "{\"methods\":[\"read\"],\"ttlMs\":60001}");
    assertEquals(List.of(), minted());
  }

  private void refusedMint(ProblemCode code, String options) {
    refused(code, () -> call(N1, "share", options, ANN));
  }

  @Test
  void aReducerMintsNothing() {
    ActorRef counter = new ActorRef("Counter", "c");
    refused(ProblemCode.ImpureReducer, () -> server.call(counter, "add", "{}"));
    assertEquals(List.of(), minted());
  }

  @Test
  void aTurnMintsAsManyAsItMaySendMessages() {
    try (TestRuntime small =
        TestRuntime.start(
            new MemoryDriver(),
            options ->
                options.engineLimits(
                    new EngineLimits(
                        5_000, 64 << 20, 1 << 20, 1 << 20, 10, 1 << 20, 1 << 20, 1 << 16, 1 << 16,
                        20)))) {
      small.publish("Note", "1.0.0", NOTE);
      refused(ProblemCode.OutboxFull, () -> small.call(N1, "many", "{}"));
    }
  }

  @Test
  void keysAndRevocationsSurviveARestart() {
    Capabilities capabilities = server.runtime().capabilities();
    server.call(N1, "share", "{\"methods\":[\"read\"],\"ttlMs\":1000}");
    String first = capabilities.keys().iterator().next().kid();
    String second = capabilities.rotate("root").kid();
    assertNull(capabilities.onlyKey());
    assertTrue(capabilities.revoke("jti-1", null, "root"));
    assertFalse(capabilities.revoke("jti-1", null, "root"));
    capabilities.retire(first, "root");
    try (TestRuntime again = TestRuntime.start(disk)) {
      Capabilities read = again.runtime().capabilities();
      assertTrue(read.isRevoked("jti-1"));
      assertEquals(second, read.onlyKey().kid());
      assertFalse(read.key(first).isLive());
      again.call(N1, "share", "{\"methods\":[\"read\"],\"ttlMs\":1000}");
      assertEquals(2, read.keys().size());
    }
  }

  @Test
  void anotherProcessIsHeardOf() {
    Capabilities here = server.runtime().capabilities();
    here.load();
    TestRuntime other = TestRuntime.start(disk);
    int[] told = new int[1];
    here.whenChanged(() -> told[0]++);
    other.runtime().capabilities().revoke("jti-2", null, "root");
    String kid = other.runtime().capabilities().rotate("root").kid();
    assertFalse(here.isRevoked("jti-2"));
    here.refresh();
    assertTrue(here.isRevoked("jti-2"));
    assertEquals(kid, here.key(kid).kid());
    assertEquals(1, told[0]);
    here.refresh();
    assertEquals(1, told[0]);
    CompletableFuture.runAsync(other::close).join();
  }
}
