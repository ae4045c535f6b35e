package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.registry.rules.PolicyBlock;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that are rules decide where all policies decide. */
class PolicyRulesRunTest {
  private static final CallOptions ANN = by("ann", "acme");
  private static final CallOptions BOB = by("bob", null, "editor");
  private static final String CART =
      """
      import { Actor, handler } from 'actjs';
      export class Cart extends Actor<any> {
        state: any = {
          owner: '', org: { tenant: 'acme' }, n: 3, text: 'a\\u{1F980}b', list: [1, 2], none: null,
          items: [{ by: 'ann', size: 1 }, { by: 'bob' }],
        };
        onInit() { this.state.owner = this.actjs.caller.principal.sub; this.actjs.tag('vip'); }
        @handler('add') add() { return 'added'; }
        @handler('drop') drop() { return 'dropped'; }
        @handler('open') open() { this.state.open = true; }
      }
      """;

  private final TestRuntime server = TestRuntime.start(new MemoryDriver());
  private int published;

  @AfterEach
  void stop() {
    server.close();
  }

  private static CallOptions by(String sub, String tenant, String... roles) {
    return CallOptions.DEFAULT.by(
        new Principal(sub, List.of(roles), tenant, List.of(), "{\"level\":3}"));
  }

  /** A cart of Ann's under these rules, behind one that lets carts be created. */
  private ActorRef cart(String rules) {
    String name = "Cart" + ++published;
    String yaml = "rules:\n  - effect: allow\n    kinds: [create]\n" + rules;
    server.publish(name, "1.0.0", PolicyBlock.append(name, CART.replace("Cart", name), yaml));
    return new ActorRef(name, "c");
  }

  private String call(ActorRef ref, String method, CallOptions who) {
    return TestRuntime.get(server.runtime().call(ref, method, "{}", who));
  }

  private String denied(ActorRef ref, String method, CallOptions who) {
    ActjsException refused = assertThrows(ActjsException.class, () -> call(ref, method, who));
    assertEquals(ProblemCode.PolicyDenied, refused.code(), refused.detail());
    return refused.detail();
  }

  @Test
  void theFirstRuleThatMatchesDecides() {
    ActorRef cart =
        cart(
            """
              - effect: deny
                methods: drop
                role: [editor, guest]
                reason: editors drop nothing
              - effect: allow
                kinds: [call, read]
                role: editor
              - effect: allow
                owner: /owner
            """);
    // An actor of which nothing is stored yet is another's when another asks for it.
    var unused = call(cart, "open", ANN);
    assertEquals("\"added\"", call(cart, "add", ANN));
    assertEquals("\"dropped\"", call(cart, "drop", ANN));
    assertEquals("\"added\"", call(cart, "add", BOB));
    assertTrue(denied(cart, "drop", BOB).endsWith("editors drop nothing"));
    assertEquals(
        "policy denied call add on Cart1: no rule of Cart1.policy.yaml allows it",
        denied(cart, "add", by("eve", null)));
    denied(cart, "add", CallOptions.DEFAULT);
    assertEquals(
        "rule 3, Cart1.policy.yaml:8",
        TestRuntime.get(server.runtime().mayDo(cart, "call:add", "{}", BOB)).by());
  }

  @Test
  void ownersTenantsAndTagsMatch() {
    ActorRef tenant = cart("  - { effect: allow, tenant: /org/tenant }\n");
    call(tenant, "add", ANN);
    denied(tenant, "add", BOB);
    denied(tenant, "add", by("eve", "other"));
    ActorRef tagged = cart("  - { effect: allow, tag: [vip, gold], role: editor }\n");
    denied(tagged, "add", ANN);
    call(tagged, "add", BOB);
    ActorRef other = cart("  - { effect: allow, tag: gold }\n");
    denied(other, "add", BOB);
  }

  @Test
  void nobodyOwnsWhatAnybodyMade() {
    ActorRef cart = cart("  - { effect: allow, owner: /owner }\n");
    denied(cart, "add", CallOptions.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "principal.sub == 'ann' => true",
        "state.n > 2 && state.n <= 3.0 => true",
        "state.n == 3.0 => true",
        "size(state.text) == 3 => true",
        "state.text.startsWith('a') && state.text.endsWith('b') => true",
        "state.items.exists(i, i.by == principal.sub) => true",
        "state.items.all(i, i.by == 'ann') => false",
        "state.items.all(i, i.size == 1) => there is no 'size'",
        "state.items.exists(i, i.size == 1) => true",
        "state.items.all(i, i.size == 2) => false",
        "state.list == [1, 2] && 2 in state.list => true",
        "state.items[1].by == 'bob' => true",
        "state.items[2].by == 'bob' => there is no [2]",
        "state.none == null && has(state.none) => true",
        "has(state.nothing) => false",
        "state.nothing == 1 => there is no 'nothing'",
        "false && state.nothing == 1 => false",
        "state.nothing == 1 && false => false",
        "state.nothing == 1 || true => true",
        "state.nothing == 1 ? true : true => there is no 'nothing'",
        "principal.claims.level >= 3 => true",
        "state.n < 'a' => have no order",
        "'vip' in tags => true",
        "id == 'c' && action.kind == 'call' && action.method == 'add' => true",
        "has(caller.class) => false",
        "has(principal.tenant) && principal.tenant == state.org.tenant => true",
        "state.items.filter(i, i.by == 'ann').size() == 1 => true",
        "state.items.map(i, i.by + '!') == ['ann!', 'bob!'] => true",
        "'by' in state.items[0] && !('by' in state.org) => true",
        "state == state && !(state == state.org) => true",
        "'constructor' in state => false",
        "state.constructor == 1 => there is no 'constructor'",
        "!state.n => a number is no bool",
      })
  void aConditionMeansWhatItMeansInCel(String cel, String wanted) {
    ActorRef cart = cart("  - effect: allow\n    when: \"" + cel + "\"\n");
    if (wanted.equals("true")) {
      call(cart, "add", ANN);
    } else {
      String detail = denied(cart, "add", ANN);
      String why = wanted.equals("false") ? "no rule of" : wanted;
      assertTrue(detail.contains(why), detail);
    }
  }

  @Test
  void aConditionThatFailsDeniesWhateverComesBehindIt() {
    ActorRef cart = cart("  - effect: deny\n    when: state.nothing == 1\n  - effect: allow\n");
    assertEquals(
        "policy denied call add on Cart1: the condition of rule 2, Cart1.policy.yaml:4 fails: there is"
            + " no 'nothing'",
        denied(cart, "add", ANN));
  }

  @Test
  void aClassHasRulesOrAPolicy() {
    String both = CART.replace("onInit()", "static policy() { return true; }\n  onInit()");
    ActjsException refused =
        assertThrows(
            ActjsException.class,
            () ->
                server.publish(
                    "Cart",
                    "1.0.0",
                    PolicyBlock.append("Cart", both, "rules:\n  - effect: allow\n")));
    assertEquals(ProblemCode.ClassInvalid, refused.code());
    assertTrue(refused.detail().contains("a class has one of them"), refused.detail());
  }
}
