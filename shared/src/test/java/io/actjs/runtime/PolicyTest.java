package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.EngineLimits;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.subscription.Introduction;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Who may do what to an actor, as its class says or the server's default. */
class PolicyTest {
  private static final CallOptions ANN = by("ann");
  private static final CallOptions BOB = by("bob");
  private static final CallOptions ADMIN = by("root", Principal.ADMIN_ROLE);
  private static final CallOptions SYSTEM = CallOptions.DEFAULT.by(Principal.SYSTEM);
  private static final CallOptions NOBODY = CallOptions.DEFAULT;

  /** Everybody with the role may create one, and its owner alone do the rest. */
  private static final String NOTE =
      """
      import { Actor, handler, type Principal, type PolicyAction, type PolicyDecision } from 'actjs';
      export class Note extends Actor<{ owner: string; text: string; open: boolean }> {
        state = { owner: '', text: '', open: false };
        static policy(principal: Principal, action: PolicyAction<Note>): PolicyDecision {
          if (action.kind === 'create') {
            return { allow: principal.roles.includes('writer'), reason: 'writers create notes' };
          }
          const { owner, open } = action.actor.state;
          if (action.caller?.class === 'Editor') return true;
          return { allow: open || principal.sub === owner, reason: 'it is ' + owner + "'s" };
        }
        onInit() { this.state.owner = this.actjs.caller.principal.sub; }
        onSubscribe() { this.actjs.log.info('came'); }
        @handler('write') write({ text }: { text: string }) { this.state.text = text; return text; }
        @handler('give') give({ to }: { to: string }) { this.state.owner = to; }
        @handler('open') open() { this.state.open = true; }
        @handler('owner') owner() { return this.state.owner; }
      }
      """;

  private static final String EDITOR =
      """
      import { Actor, handler } from 'actjs';
      export class Editor extends Actor {
        state = {};
        @handler('write') write({ to, text }: any) {
          return this.actjs.call({ class: 'Note', id: to }, 'write', { text });
        }
        @handler('why') async why({ to, text }: any) {
          try {
            return await this.actjs.call({ class: 'Note', id: to }, 'write', { text });
          } catch (e) {
            return [(e as any).code, (e as any).reason];
          }
        }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private TestRuntime server = TestRuntime.start(disk);

  PolicyTest() {
    server.publish("Note", "1.0.0", NOTE);
    server.publish("Editor", "1.0.0", EDITOR);
    server.publish("Pen", "1.0.0", EDITOR.replace("Editor", "Pen"));
    server.publish(
        "Free",
        "1.0.0",
        """
        import { Actor, handler } from 'actjs';
        export class Free extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('add') add() { return ++this.state.n; }
        }
        """);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static CallOptions by(String sub, String... roles) {
    return CallOptions.DEFAULT.by(Principal.of(sub, List.of(roles)));
  }

  private static ActorRef note(String id) {
    return new ActorRef("Note", id);
  }

  private String call(ActorRef ref, String method, String args, CallOptions who) {
    return TestRuntime.get(server.runtime().call(ref, method, args, who));
  }

  private static String text(String text) {
    return "{\"text\":\"" + text + "\"}";
  }

  /** A note of Ann's. */
  private ActorRef annsNote(String id) {
    call(note(id), "write", text("hers"), by("ann", "writer"));
    return note(id);
  }

  private static ActjsException denied(Executable deed) {
    ActjsException refused = assertThrows(ActjsException.class, deed);
    assertEquals(ProblemCode.PolicyDenied, refused.code(), refused.detail());
    return refused;
  }

  private static ActjsException denied(CompletableFuture<?> deed) {
    return denied(() -> TestRuntime.get(deed));
  }

  private void restart() {
    server.close();
    server = TestRuntime.start(disk);
  }

  private Subscription subscribe(ActorRef ref, Position from, Notes notes, CallOptions who) {
    return TestRuntime.get(
        server.runtime().subscribe(ref, from, Introduction.anonymous(), notes, who));
  }

  @Test
  void scenario52WithoutAPolicyEverybodyMayAndADenialSaysWhy() {
    assertEquals("1", call(new ActorRef("Free", "f"), "add", "{}", NOBODY));
    ActorRef note = annsNote("n");
    ActjsException refused = denied(() -> call(note, "write", text("his"), BOB));
    assertEquals("policy denied call write on Note: it is ann's", refused.detail());
    assertEquals("\"it is ann's\"", refused.members().get("reason"));
    assertEquals("\"hers\"", call(note, "write", text("hers"), ANN));
  }

  @Test
  void scenario53OwnersMayAndOthersAndAnonymousMayNot() {
    ActorRef note = annsNote("n");
    denied(() -> call(note, "write", text("x"), BOB));
    denied(() -> call(note, "write", text("x"), NOBODY));
    denied(server.runtime().read(note, BOB));
    assertEquals(
        "policy denied read on Note: it is ann's",
        denied(server.runtime().read(note, NOBODY)).detail());
    assertTrue(TestRuntime.get(server.runtime().read(note, ANN)).state().contains("hers"));
  }

  @Test
  void w29AnInventedIdIsNoWayAroundThePolicyOfCreations() {
    assertEquals(
        "policy denied create on Note: writers create notes",
        denied(() -> call(note("new"), "write", text("x"), ANN)).detail());
    denied(server.runtime().create("Note", "{}", ANN));
    denied(() -> subscribe(note("new"), null, new Notes(), ANN));
    denied(server.runtime().tell(note("new"), "write", text("x"), ANN));
    restart();
    assertNull(disk.head(note("new")));
    assertEquals(List.of(), disk.actorsWithInbox(null, 10));
    assertNotNull(
        disk.head(TestRuntime.get(server.runtime().create("Note", "{}", by("w", "writer")))));
  }

  @Test
  void whatOnePrincipalMayCreateIsNotHalfCreatedForAnother() {
    // Its hooks have run for Ann, but it does not exist: what she asked for left nothing to store.
    call(note("half"), "owner", "{}", by("ann", "writer"));
    assertNull(disk.head(note("half")));
    denied(() -> call(note("half"), "write", text("x"), BOB));
    assertEquals("\"b\"", call(note("half"), "write", text("b"), by("bob", "writer")));
    assertEquals("\"bob\"", call(note("half"), "owner", "{}", BOB));
  }

  @Test
  void manyWhoMayNotCreateDoNotKeepOutOneWhoMay() {
    CompletableFuture<?>[] all = new CompletableFuture<?>[40];
    for (int i = 0; i < all.length; i++) {
      CallOptions who = i % 4 == 3 ? by("w" + i, "writer") : by("x" + i);
      all[i] = server.runtime().call(note("rush"), "owner", "{}", who);
    }
    for (int i = 0; i < all.length; i++) {
      if (i % 4 == 3) {
        TestRuntime.get(all[i]);
      } else {
        denied(all[i]);
      }
    }
  }

  @Test
  void w97ThePolicySeesTheStateThatTheTurnBeforeLeft() {
    ActorRef note = annsNote("w97");
    CompletableFuture<?> given = server.runtime().call(note, "give", "{\"to\":\"bob\"}", ANN);
    CompletableFuture<?> late = server.runtime().call(note, "write", text("late"), ANN);
    CompletableFuture<?> his = server.runtime().call(note, "write", text("his"), BOB);
    TestRuntime.get(given);
    denied(late);
    TestRuntime.get(his);
  }

  @Test
  void w69CallsBetweenActorsAreCheckedWithWhomTheyActForAndWhoCalls() {
    annsNote("shared");
    ActorRef editor = new ActorRef("Editor", "e");
    ActorRef pen = new ActorRef("Pen", "p");
    for (int i = 0; i < 5; i++) {
      // The later ones are made inside the isolate.
      String args = "{\"to\":\"shared\",\"text\":\"" + i + "\"}";
      assertEquals("\"" + i + "\"", call(editor, "write", args, BOB), "the policy knows its class");
      assertEquals("\"" + i + "\"", call(pen, "write", args, ANN), "it acts for the owner");
      denied(() -> call(pen, "write", args, BOB));
      assertEquals("[\"PolicyDenied\",\"it is ann's\"]", call(pen, "why", args, BOB));
    }
  }

  @Test
  void theServerItselfIsNotAsked() {
    ActorRef note = annsNote("s");
    assertEquals("\"s\"", call(note, "write", text("s"), SYSTEM));
    assertTrue(TestRuntime.get(server.runtime().read(note, SYSTEM)).state().contains("\"s\""));
  }

  @Test
  void administratorsReadAndDeleteWhatTheyWillButCallAsAnybody() {
    ActorRef note = annsNote("adm");
    denied(() -> call(note, "write", text("x"), ADMIN));
    denied(server.runtime().tell(note, "write", text("x"), ADMIN));
    assertTrue(TestRuntime.get(server.runtime().read(note, ADMIN)).state().contains("hers"));
    subscribe(note, null, new Notes(), ADMIN).close();
    TestRuntime.get(server.runtime().delete(note, ADMIN));
  }

  @Test
  void w32AnActorThatIsNotInMemoryIsNotDeletedByAnybody() {
    ActorRef note = annsNote("d");
    denied(server.runtime().delete(note, BOB));
    restart();
    assertEquals(
        "policy denied destroy on Note: it is ann's",
        denied(server.runtime().delete(note, BOB)).detail());
    assertEquals("\"ann\"", call(note, "owner", "{}", ANN));
    restart();
    TestRuntime.get(server.runtime().delete(note, ANN));
    assertEquals(
        ProblemCode.Gone,
        assertThrows(ActjsException.class, () -> call(note, "owner", "{}", ANN)).code());
  }

  @Test
  void anActorOfAClassWithoutAPolicyIsDeletedWithoutBeingStarted() {
    ActorRef free = new ActorRef("Free", "gone");
    call(free, "add", "{}", NOBODY);
    restart();
    long before = server.runtime().stats().turns();
    TestRuntime.get(server.runtime().delete(free, NOBODY));
    assertEquals(before, server.runtime().stats().turns());
    assertThrows(ActjsException.class, () -> call(free, "add", "{}", NOBODY));
  }

  @Test
  void aMessageThatIsDeniedIsNotStored() {
    ActorRef note = annsNote("t");
    assertEquals(
        "policy denied tell write on Note: it is ann's",
        denied(server.runtime().tell(note, "write", text("x"), BOB)).detail());
    assertEquals(List.of(), disk.actorsWithInbox(null, 10));
    TestRuntime.get(server.runtime().tell(note, "write", text("told"), ANN));
    Await.until(
        "the message",
        () -> TestRuntime.get(server.runtime().read(note, ANN)).state().contains("told"));
  }

  @Test
  void aMessageThatIsDeniedWhenItIsHandledIsADeadLetterAtOnce() {
    ActorRef note = annsNote("late");
    var unused =
        server
            .runtime()
            .registry()
            .publish(
                PublishRequest.of(
                        "Teller",
                        "1.0.0",
                        """
                        import { Actor, handler } from 'actjs';
                        export class Teller extends Actor {
                          state = {};
                          @handler('go') go({ to }: any) {
                            this.actjs.tell({ class: 'Note', id: to }, 'write', { text: 'x' });
                          }
                        }
                        """)
                    .unchecked(),
                "test");
    call(new ActorRef("Teller", "t"), "go", "{\"to\":\"late\"}", BOB);
    Await.until("the dead letter", () -> !disk.deadLetters(note, 10).isEmpty());
    assertEquals(1, disk.deadLetters(note, 10).getFirst().attempts());
    assertTrue(
        disk.deadLetters(note, 10).getFirst().reason().contains("policy denied tell write"),
        disk.deadLetters(note, 10).getFirst().reason());
    assertFalse(TestRuntime.get(server.runtime().read(note, ANN)).state().contains("\"x\""));
  }

  @Test
  void aMessageOfAClientToAnInternalHandlerIsNotStored() {
    server.publish(
        "Safe",
        "1.0.0",
        """
        import { Actor, handler } from 'actjs';
        export class Safe extends Actor {
          state = {};
          @handler('in', { internal: true }) in() {}
        }
        """);
    denied(server.runtime().tell(new ActorRef("Safe", "s"), "in", "{}", ANN));
    assertEquals(List.of(), disk.actorsWithInbox(null, 10));
  }

  @Test
  void aDenialIsNotRememberedUnderItsKey() {
    ActorRef note = annsNote("k");
    CallOptions keyed = BOB.keyed("once");
    denied(() -> call(note, "write", text("x"), keyed));
    call(note, "open", "{}", ANN);
    assertEquals("\"x\"", call(note, "write", text("x"), keyed));
    assertEquals("\"x\"", call(note, "write", text("x"), keyed));
  }

  @Test
  void w48NobodySubscribesToWhatHeMayNotSee() {
    ActorRef note = annsNote("w48");
    Notes notes = new Notes();
    assertEquals(
        "policy denied subscribe on Note: it is ann's",
        denied(() -> subscribe(note, null, notes, BOB)).detail());
    denied(() -> subscribe(note, null, notes, NOBODY));
    assertEquals(List.of(), notes.lines);
    Notes hers = new Notes();
    try (Subscription subscription = subscribe(note, null, hers, ANN)) {
      assertFalse(subscription.isResumed());
      assertEquals(1, hers.lines.size());
    }
  }

  @Test
  void w48ThePastIsNotTheWayAround() {
    ActorRef note = annsNote("past");
    Notes hers = new Notes();
    subscribe(note, null, hers, ANN).close();
    call(note, "write", text("secret"), ANN);
    Notes his = new Notes();
    denied(() -> subscribe(note, hers.last, his, BOB));
    denied(() -> subscribe(note, new Position(0, Position.UNMARKED), his, BOB));
    assertEquals(List.of(), his.lines);
    restart();
    denied(() -> subscribe(note, hers.last, his, BOB));
    try (Subscription back = subscribe(note, hers.last, hers, ANN)) {
      assertTrue(back.isResumed());
    }
  }

  @Test
  void whoSubscribesAndFallsBehindIsAskedAgain() {
    ActorRef note = annsNote("again");
    Notes hers = new Notes();
    Subscription subscription = subscribe(note, null, hers, ANN);
    call(note, "give", "{\"to\":\"bob\"}", ANN);
    subscription.resync();
    Await.until("the end", () -> hers.lines.getLast().equals("ended PolicyDenied"));
  }

  @Test
  void aNewVersionWithAPolicyIsAskedAboutThoseWhoSubscribe() {
    ActorRef free = new ActorRef("Free", "sub");
    call(free, "add", "{}", NOBODY);
    Notes his = new Notes();
    Notes hers = new Notes();
    subscribe(free, null, his, BOB);
    subscribe(free, null, hers, ANN);
    var unused =
        server
            .runtime()
            .registry()
            .publish(
                PublishRequest.of(
                        "Free",
                        "1.1.0",
                        """
                        import { Actor, handler } from 'actjs';
                        export class Free extends Actor<{ n: number }> {
                          state = { n: 0 };
                          static policy(principal: any) { return principal.sub === 'ann'; }
                          @handler('add') add() { return ++this.state.n; }
                        }
                        """)
                    .unchecked()
                    .floats(),
                "test");
    assertEquals("2", call(free, "add", "{}", ANN));
    Await.until("his end", () -> his.lines.getLast().equals("ended PolicyDenied"));
    Await.until("her state", () -> hers.lines.getLast().contains("2"));
    assertFalse(his.lines.toString().contains("\"n\":2"), his.lines.toString());
  }

  @Test
  void readersWhoMayAndWhoMayNotAreNotMixedUp() {
    ActorRef note = annsNote("mixed");
    CompletableFuture<?>[] all = new CompletableFuture<?>[60];
    for (int i = 0; i < all.length; i++) {
      all[i] = server.runtime().read(note, i % 3 == 0 ? BOB : ANN);
    }
    for (int i = 0; i < all.length; i++) {
      if (i % 3 == 0) {
        denied(all[i]);
      } else {
        TestRuntime.get(all[i]);
      }
    }
  }

  @Test
  void denyByDefaultLetsInAdministratorsAndTheServer() {
    server.close();
    server =
        TestRuntime.start(
            disk, builder -> builder.engineLimits(EngineLimits.DEFAULT.withDenyByDefault()));
    ActorRef free = new ActorRef("Free", "f");
    denied(() -> call(free, "add", "{}", ANN));
    denied(server.runtime().tell(free, "add", "{}", ANN));
    denied(() -> subscribe(free, null, new Notes(), ANN));
    assertEquals("1", call(free, "add", "{}", ADMIN));
    denied(server.runtime().read(free, ANN));
    denied(server.runtime().delete(free, ANN));
    assertEquals("2", call(free, "add", "{}", SYSTEM));
    // A policy of the class's own stands in place of the default.
    annsNote("own");
    assertEquals("\"ann\"", call(note("own"), "owner", "{}", ANN));
  }

  @Test
  void whatWasDecidedIsCounted() {
    ActorRef note = annsNote("c");
    denied(() -> call(note, "write", text("x"), BOB));
    denied(server.runtime().read(note, BOB));
    TestRuntime.get(server.runtime().read(note, ANN));
    var notes =
        server.runtime().activity().stream()
            .filter(activity -> activity.className().equals("Note"))
            .findFirst()
            .orElseThrow();
    assertEquals(2, notes.decisions().allowed());
    assertEquals(2, notes.decisions().denied());
  }

  private String decides(ActorRef ref, String what, CallOptions who) {
    Answer.Decided decided = TestRuntime.get(server.runtime().mayDo(ref, what, "{}", who));
    return (decided.refusal() == null ? "allow: " : "deny: ") + decided.by();
  }

  @Test
  void itIsKnownWhatDecides() {
    ActorRef note = annsNote("by");
    assertEquals(
        "allow: policy of Note@1.0.0 returned { allow: true }", decides(note, "call:write", ANN));
    assertEquals(
        "deny: policy of Note@1.0.0 returned { allow: false }", decides(note, "call:write", BOB));
    assertEquals("allow: administrators may read any actor", decides(note, "read", ADMIN));
    assertEquals(
        "allow: policy of Note@1.0.0 returned { allow: true }",
        decides(note, "create", by("w", "writer")));
    assertEquals(
        "allow: the server's default for classes without a policy: allow",
        decides(new ActorRef("Free", "x"), "call:add", NOBODY));
    assertNull(disk.head(new ActorRef("Free", "x")));
  }
}
