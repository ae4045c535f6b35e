package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.EngineLimits;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Policies that do what a policy must not do: they deny, and nothing else suffers. */
class PolicyAttackTest {
  private static final CallOptions ANN =
      CallOptions.DEFAULT.by(
          new Principal("ann", List.of("r"), null, List.of(), "{\"deep\":{\"n\":[1]}}"));

  private final TestRuntime server =
      TestRuntime.start(
          new MemoryDriver(),
          builder ->
              builder.engineLimits(new EngineLimits(200, 64L << 20, 1 << 20, 1 << 20, 10, 20)));

  private int published;

  @AfterEach
  void stop() {
    server.close();
  }

  /** A class whose policy lets creations through and for the rest has this body. */
  private ActorRef with(String body, String... more) {
    String name = "P" + ++published;
    server.publish(
        name,
        "1.0.0",
        """
        import { Actor, handler } from 'actjs';
        %s
        export class %s extends Actor<any> {
          state: any = { list: [1, 2], deep: { n: 1 } };
          static policy(principal: any, action: any): any {
            if (action.kind === 'create') return true;
            %s
          }
          @handler('get') get(args: any) { return [this.state, args]; }
          %s
        }
        """
            .formatted(more.length > 1 ? more[1] : "", name, body, more.length > 0 ? more[0] : ""));
    return new ActorRef(name, "a");
  }

  private String call(ActorRef ref, String method, String args) {
    return TestRuntime.get(server.runtime().call(ref, method, args, ANN));
  }

  private ActjsException refused(ActorRef ref, ProblemCode code) {
    ActjsException refused =
        assertThrows(ActjsException.class, () -> call(ref, "get", "{\"a\":{\"b\":1}}"));
    assertEquals(code, refused.code(), refused.detail());
    return refused;
  }

  private String denied(ActorRef ref) {
    return refused(ref, ProblemCode.PolicyDenied).detail();
  }

  private void assertDenied(String wanted, String body) {
    String detail = denied(with(body));
    assertTrue(detail.contains(wanted), detail);
  }

  @Test
  void scenario52AThrowDeniesAndSaysSo() {
    assertDenied("on P1: policy threw: no", "throw new Error('no');");
    assertDenied("policy threw: ", "throw new Error('x'.repeat(100_000));");
    assertTrue(denied(with("throw new Error('x'.repeat(100_000));")).length() < 1_000);
    assertDenied(
        "policy threw: an error that cannot be",
        "throw { toString() { throw 1; } , toJSON() { throw 1; } };");
    assertDenied("policy threw: ", "throw new Proxy({}, { get() { throw 1; } });");
    assertDenied("policy threw: ", "return action.actor.state.nothing.there;");
    assertDenied("policy threw: RangeError", "const f: any = () => f() + 1; return f();");
  }

  @Test
  void whatIsNoDecisionDenies() {
    assertDenied("policy returned a promise", "return Promise.resolve(true);");
    assertDenied("policy returned undefined", "return undefined;");
    assertDenied("policy returned null", "return null;");
    assertDenied("policy returned 1;", "return 1;");
    assertDenied("policy returned a text", "return 'yes';");
    assertDenied("member allow is no boolean", "return {};");
    assertDenied("member allow is no boolean", "return { allow: 'true' };");
    assertDenied("member allow is no boolean", "return { get allow() { return true; } };");
    assertDenied("member allow is no boolean", "return Object.create({ allow: true });");
    assertDenied("member allow is no boolean", "return { then(f: any) { f(true); } };");
    assertDenied(
        "policy threw: trap",
        "return new Proxy({}, { getOwnPropertyDescriptor() { throw new Error('trap'); } });");
    assertDenied(
        "on P12: policy denied", "return { allow: false, reason: { toString: () => 'x' } };");
  }

  @Test
  void anAsyncPolicyIsNotPublished() {
    ActjsException refused =
        assertThrows(
            ActjsException.class,
            () ->
                server.publish(
                    "Late",
                    "1.0.0",
                    """
                    import { Actor } from 'actjs';
                    export class Late extends Actor { static async policy() { return true; } }
                    """));
    assertEquals(ProblemCode.ClassInvalid, refused.code());
    assertTrue(refused.detail().contains("static policy"), refused.detail());
  }

  @Test
  void nothingThatItIsShownCanBeChanged() {
    for (String change :
        List.of(
            "action.actor.state.deep.n = 2",
            "action.actor.state.list.push(3)",
            "action.actor.state.list.sort()",
            "delete action.actor.state.deep",
            "Object.defineProperty(action.actor.state, 'x', { value: 1 })",
            "action.actor.state = {}",
            "action.args.a.b = 2",
            "action.args = {}",
            "action.kind = 'read'",
            "action.actor.ref.id = 'b'",
            "principal.sub = 'root'",
            "principal.roles.push('admin')",
            "principal.claims.deep.n[0] = 2")) {
      assertDenied("policy threw: ", change + "; return true;");
      ActorRef caught = with("try { " + change + "; } catch {} return true;");
      assertEquals(
          "[{\"list\":[1,2],\"deep\":{\"n\":1}},{\"a\":{\"b\":1}}]",
          call(caught, "get", "{\"a\":{\"b\":1}}"),
          change);
    }
  }

  @Test
  void clockAndChanceAreOutOfReach() {
    assertDenied("policy threw: Date.now() inside a policy", "return Date.now() > 0;");
    assertDenied("policy threw: Math.random() inside a policy", "return Math.random() < 2;");
    assertDenied("policy threw: ", "return (this as any).actjs.now() > 0;");
  }

  @Test
  void afterADenialTheClockIsThereAgain() {
    ActorRef ref =
        with(
            "if (action.method === 'get') throw new Error('no'); return true;",
            "@handler('now') now() { return Date.now() > 0; }");
    denied(ref);
    assertEquals("true", call(ref, "now", "{}"));
  }

  @Test
  void oneThatLoopsIsStoppedAndOthersGoOn() {
    ActorRef loop =
        with(
            "if (action.method === 'put') return true; for (;;) {}",
            "@handler('put') put() { this.state.n = 1; }");
    call(loop, "put", "{}");
    ActorRef good = with("return true;");
    refused(loop, ProblemCode.HandlerTimeout);
    assertEquals(
        ProblemCode.HandlerTimeout,
        assertThrows(ActjsException.class, () -> TestRuntime.get(server.runtime().read(loop, ANN)))
            .code());
    assertEquals(
        ProblemCode.HandlerTimeout,
        assertThrows(
                ActjsException.class,
                () -> TestRuntime.get(server.runtime().tell(loop, "get", "{}", ANN)))
            .code());
    assertTrue(call(good, "get", "{}").startsWith("["));
  }

  @Test
  void oneThatGrowsIsStoppedAndOthersGoOn() {
    ActorRef grows = with("const all: any[] = []; for (;;) all.push(new Array(100_000).fill(7));");
    ActorRef good = with("return true;");
    ActjsException refused = assertThrows(ActjsException.class, () -> call(grows, "get", "{}"));
    assertTrue(
        refused.code() == ProblemCode.HeapExhausted
            || refused.code() == ProblemCode.HandlerTimeout
            || refused.code() == ProblemCode.PolicyDenied,
        refused.detail());
    assertTrue(call(good, "get", "{}").startsWith("["));
  }

  @Test
  void anotherOneAssignedLaterDoesNotDecide() {
    ActorRef ref =
        with(
            "return action.method === 'set' ? true : { allow: false, reason: 'first' };",
            "policy() { return true; }"
                + " @handler('set') set() { (this.constructor as any).policy = () => true;"
                + " (this as any).policy = () => true; }");
    call(ref, "set", "{}");
    assertTrue(denied(ref).contains("first"));
  }

  @Test
  void aPolicyIsInherited() {
    server.publish(
        "Child",
        "1.0.0",
        """
        import { Actor, handler } from 'actjs';
        class Base extends Actor {
          static policy(principal: any): any { return principal.sub === 'bob'; }
        }
        export class Child extends Base {
          state = {};
          @handler('get') get() { return 1; }
        }
        """);
    denied(new ActorRef("Child", "c"));
    assertEquals(
        "1",
        TestRuntime.get(
            server
                .runtime()
                .call(
                    new ActorRef("Child", "c"),
                    "get",
                    "{}",
                    CallOptions.DEFAULT.by(Principal.of("bob", List.of())))));
  }

  @Test
  void w49ThePolicyIsThatOfTheActorsOwnClass() {
    ActorRef strict = with("return false;");
    ActorRef open = with("return true;");
    call(open, "get", "{}");
    denied(strict);
    assertTrue(call(open, "get", "{}").startsWith("["));
    denied(new ActorRef(strict.className(), open.id()));
  }
}
