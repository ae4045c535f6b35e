package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.runtime.subscription.Introduction;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A card game: everybody sees the own hand and how many cards the others have. */
class ViewTest {
  private static final ActorRef TABLE = new ActorRef("Game", "t");
  private static final String SOURCE =
      """
      import { Actor, handler, type Principal } from 'actjs';
      interface State { deck: string[]; hands: Record<string, string[]>; turn: number }
      export class Game extends Actor<State> {
        state: State = { deck: ['SECRET-1', 'SECRET-2', 'SECRET-3', 'SECRET-4'], hands: {}, turn: 0 };
        private count(hand: string[]) { return hand.length; }
        view(who: Principal) {
          if (who.sub === 'mallory') throw new Error('not you: ' + this.state.deck[0]);
          const others: Record<string, number> = {};
          for (const [name, hand] of Object.entries(this.state.hands)) {
            if (name !== who.sub) others[name] = this.count(hand);
          }
          return { mine: this.state.hands[who.sub] ?? [], others, turn: this.state.turn };
        }
        @handler('draw') draw({ as }: { as: string }) {
          const card = this.state.deck.pop()!;
          (this.state.hands[as] ??= []).push(card);
        }
        @handler('shuffle') shuffle() { this.state.deck.reverse(); }
        @handler('next') next() { this.state.turn++; }
        @handler('failing') failing() { this.state.turn = 99; throw new Error('no'); }
      }
      """;
  private static final String BY_ROLE =
      """
      import { Actor, handler, type Principal } from 'actjs';
      export class Sheet extends Actor<{ open: number; salary: number; seen: number }> {
        state = { open: 0, salary: 0, seen: 0 };
        static viewer = (who: Principal) => who.roles.includes('boss');
        view(boss: boolean) {
          return boss ? this.state : { open: this.state.open };
        }
        @handler('set') set({ open, salary }: { open?: number; salary?: number }) {
          if (open !== undefined) this.state.open = open;
          if (salary !== undefined) this.state.salary = salary;
        }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private TestRuntime server = TestRuntime.start(disk);

  ViewTest() {
    server.publish("Game", "1.0.0", SOURCE);
    server.publish("Sheet", "1.0.0", BY_ROLE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static CallOptions as(String sub, String... roles) {
    return CallOptions.DEFAULT.by(Principal.of(sub, List.of(roles)));
  }

  private String read(ActorRef ref, CallOptions options) {
    return TestRuntime.get(server.runtime().read(ref, options)).state();
  }

  private Notes subscribe(ActorRef ref, CallOptions options) {
    Notes notes = new Notes();
    var unused = TestRuntime.get(server.runtime().subscribe(ref, notes, options));
    return notes;
  }

  private void call(ActorRef ref, String method, String args) {
    var unused = server.call(ref, method, args);
  }

  private static void awaitLines(Notes notes, int count) {
    Await.until(count + " lines", () -> notes.lines.size() >= count);
  }

  @Test
  void manyViewersOfTwoKindsComeAtOnce() {
    for (int round = 0; round < 5; round++) {
      ActorRef sheet = new ActorRef("Sheet", "many" + round);
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        CallOptions who = i % 2 == 0 ? as("ann") : as("bea", "boss");
        all.add(server.runtime().subscribe(sheet, new Notes(), who));
      }
      all.forEach(TestRuntime::get);
    }
  }

  @Test
  void aReaderSeesWhatTheViewShowsIt() {
    call(TABLE, "draw", "{\"as\":\"ann\"}");
    assertEquals("{\"mine\":[\"SECRET-4\"],\"others\":{},\"turn\":0}", read(TABLE, as("ann")));
    assertEquals("{\"mine\":[],\"others\":{\"ann\":1},\"turn\":0}", read(TABLE, as("bob")));
    assertEquals(
        "{\"mine\":[],\"others\":{\"ann\":1},\"turn\":0}", read(TABLE, CallOptions.DEFAULT));
  }

  @Test
  void subscribersGetPatchesOfWhatTheySeeAndNothingOfWhatTheyDoNot() {
    call(TABLE, "next", "{}");
    Notes ann = subscribe(TABLE, as("ann"));
    Notes bob = subscribe(TABLE, as("bob"));
    call(TABLE, "draw", "{\"as\":\"ann\"}");
    call(TABLE, "shuffle", "{}");
    call(TABLE, "next", "{}");
    awaitLines(ann, 3);
    awaitLines(bob, 3);
    assertEquals(
        List.of(
            "snapshot 2 {\"mine\":[],\"others\":{},\"turn\":1}",
            "patch 3 [{\"op\":\"add\",\"path\":\"/mine/0\",\"value\":\"SECRET-4\"}]",
            "patch 5 [{\"op\":\"replace\",\"path\":\"/turn\",\"value\":2}]"),
        ann.lines);
    assertEquals(
        List.of(
            "snapshot 2 {\"mine\":[],\"others\":{},\"turn\":1}",
            "patch 3 [{\"op\":\"add\",\"path\":\"/others/ann\",\"value\":1}]",
            "patch 5 [{\"op\":\"replace\",\"path\":\"/turn\",\"value\":2}]"),
        bob.lines);
    assertEquals(List.of(2L, 3L), ann.prevSeqs, "a turn that shows nothing is no hole");
    assertFalse(bob.lines.toString().contains("SECRET"));
  }

  @Test
  void oneWhoComesLaterIsWhereTheOthersOfItsViewAre() {
    call(TABLE, "next", "{}");
    Notes first = subscribe(TABLE, as("bob"));
    call(TABLE, "shuffle", "{}");
    Notes second = subscribe(TABLE, as("bob"));
    call(TABLE, "next", "{}");
    awaitLines(first, 2);
    awaitLines(second, 2);
    assertEquals(first.lines, second.lines);
    assertEquals(first.prevSeqs, second.prevSeqs);
  }

  @Test
  void aFailedTurnShowsNobodyAnything() {
    call(TABLE, "next", "{}");
    Notes ann = subscribe(TABLE, as("ann"));
    assertThrows(ActjsException.class, () -> server.call(TABLE, "failing", "{}"));
    call(TABLE, "next", "{}");
    awaitLines(ann, 2);
    assertEquals(
        "patch 3 [{\"op\":\"replace\",\"path\":\"/turn\",\"value\":2}]", ann.lines.getLast());
  }

  @Test
  void aViewThatThrowsShowsNothingAndTheOthersGoOn() {
    call(TABLE, "next", "{}");
    Notes ann = subscribe(TABLE, as("ann"));
    ActjsException refused = assertThrows(ActjsException.class, () -> read(TABLE, as("mallory")));
    assertEquals(ProblemCode.HandlerError, refused.code());
    assertThrows(ActjsException.class, () -> subscribe(TABLE, as("mallory")));
    call(TABLE, "next", "{}");
    awaitLines(ann, 2);
  }

  @Test
  void thoseOfOneViewerShareItHoweverManyTheyAre() {
    ActorRef sheet = new ActorRef("Sheet", "s");
    call(sheet, "set", "{\"open\":1,\"salary\":7}");
    Notes boss = subscribe(sheet, as("b", "boss"));
    Notes one = subscribe(sheet, as("x"));
    Notes two = subscribe(sheet, as("y", "clerk"));
    call(sheet, "set", "{\"salary\":8}");
    call(sheet, "set", "{\"open\":2}");
    awaitLines(boss, 3);
    awaitLines(one, 2);
    awaitLines(two, 2);
    assertEquals(one.lines, two.lines);
    assertEquals("snapshot 2 {\"open\":1}", one.lines.getFirst());
    assertEquals("snapshot 2 {\"open\":1,\"salary\":7,\"seen\":0}", boss.lines.getFirst());
    assertFalse(one.lines.toString().contains("salary"));
  }

  @Test
  void thePastOfTheJournalIsNotShown() {
    call(TABLE, "next", "{}");
    Notes before = new Notes();
    Subscription subscription =
        TestRuntime.get(server.runtime().subscribe(TABLE, before, as("bob")));
    subscription.close();
    call(TABLE, "draw", "{\"as\":\"ann\"}");
    Notes after = new Notes();
    Subscription again =
        TestRuntime.get(
            server
                .runtime()
                .subscribe(TABLE, before.last, Introduction.anonymous(), after, as("bob")));
    assertFalse(again.isResumed());
    assertEquals(
        List.of("snapshot 3 {\"mine\":[],\"others\":{\"ann\":1},\"turn\":1}"), after.lines);
  }

  @Test
  void aMigrationShowsItsSubscribersNoMoreThanTheNewView() {
    call(TABLE, "draw", "{\"as\":\"ann\"}");
    Notes bob = subscribe(TABLE, as("bob"));
    server.publish("Game", "2.0.0", SOURCE.replace("turn: this.state.turn }", "now: 'new' }"));
    TestRuntime.get(
        server
            .runtime()
            .maintenance()
            .migrate(TABLE, Version.parse("2.0.0"), Principal.of("ops", List.of("admin"))));
    awaitLines(bob, 2);
    Await.until("the new view", () -> bob.lines.getLast().contains("\"now\":\"new\""));
    TestRuntime.get(
        server
            .runtime()
            .maintenance()
            .rollback(TABLE, true, Principal.of("ops", List.of("admin"))));
    Await.until("the old view", () -> bob.lines.getLast().contains("\"turn\":0"));
    assertFalse(bob.lines.toString().contains("SECRET"), bob.lines.toString());
  }

  @Test
  void subscribersSeeNoMoreAfterARestartOfTheActor() {
    call(TABLE, "draw", "{\"as\":\"ann\"}");
    Notes bob = subscribe(TABLE, as("bob"));
    server.publish("Game", "1.0.1", SOURCE);
    call(TABLE, "next", "{}");
    call(TABLE, "next", "{}");
    Await.until("both turns", () -> bob.lines.getLast().contains("2"));
    assertFalse(bob.lines.toString().contains("SECRET"), bob.lines.toString());
  }

  private static String impure(String name, String body) {
    return "import { Actor, handler } from 'actjs'; export class "
        + name
        + " extends Actor<any> { state: any = { n: 1 }; @handler('set') set() { this.state.n++; } "
        + body
        + " }";
  }

  @Test
  void aViewIsPure() {
    int number = 0;
    for (String body :
        List.of(
            "view() { return Date.now(); }",
            "view() { return Math.random(); }",
            "view() { return this.actjs.now(); }",
            "view() { this.state.n = 2; return this.state; }",
            "view() { (this as any).state = 2; return 1; }",
            "view() { return { f: () => 1 }; }",
            "view() { return Promise.resolve(1); }",
            "static viewer(who: any) { who.sub = 'x'; return who; } view() { return 1; }",
            "static viewer() { return Date.now(); } view() { return 1; }")) {
      String name = "V" + number++;
      server.publish(name, "1.0.0", impure(name, body));
      ActorRef ref = new ActorRef(name, "v");
      call(ref, "set", "{}");
      assertThrows(ActjsException.class, () -> read(ref, as("ann")), body);
    }
  }

  @Test
  void aClassWhoseViewCannotBeOneIsRefused() {
    for (String body :
        List.of(
            "async view() { return 1; }",
            "*view() { yield 1; }",
            "static viewer = 3; view() { return 1; }",
            "static viewer() { return 1; }")) {
      String source =
          "import { Actor } from 'actjs'; export class W extends Actor<any> { state = {}; "
              + body
              + " }";
      ActjsException refused =
          assertThrows(ActjsException.class, () -> server.publish("W", "1.0.0", source), body);
      assertTrue(
          refused.code() == ProblemCode.ClassInvalid || refused.code() == ProblemCode.TypeInvalid,
          body + " " + refused.code());
    }
  }

  @Test
  void aHandlerOfThatNameIsNoView() {
    server.publish(
        "Old",
        "1.0.0",
        "import { Actor, handler } from 'actjs'; export class Old extends Actor<any> {"
            + " state = { n: 1 }; @handler('view') view() { return 2; } }");
    ActorRef old = new ActorRef("Old", "o");
    assertEquals("2", server.call(old, "view", "{}"));
    call(old, "view", "{}");
  }

  @Test
  void anEventSourcedActorShowsPatchesOfItsView() {
    server.publish(
        "Log",
        "1.0.0",
        """
        import { EventSourced, handler, type Principal } from 'actjs';
        type Event = { type: 'said'; by: string; text: string };
        export class Log extends EventSourced<{ said: Event[] }, Event> {
          initialState() { return { said: [] as Event[] }; }
          reduce(state: { said: Event[] }, event: Event) { state.said.push(event); }
          view(who: Principal) { return this.state.said.filter(it => it.by === who.sub).map(it => it.text); }
          @handler('say') say({ by, text }: { by: string; text: string }): Event[] {
            return [{ type: 'said', by, text }];
          }
        }
        """);
    ActorRef log = new ActorRef("Log", "l");
    call(log, "say", "{\"by\":\"ann\",\"text\":\"one\"}");
    Notes ann = subscribe(log, as("ann"));
    Notes bob = subscribe(log, as("bob"));
    call(log, "say", "{\"by\":\"ann\",\"text\":\"two\"}");
    call(log, "say", "{\"by\":\"bob\",\"text\":\"three\"}");
    awaitLines(ann, 2);
    awaitLines(bob, 2);
    assertEquals(
        List.of(
            "snapshot 2 [\"one\"]", "patch 3 [{\"op\":\"add\",\"path\":\"/1\",\"value\":\"two\"}]"),
        ann.lines);
    assertEquals(
        List.of("snapshot 2 []", "patch 4 [{\"op\":\"add\",\"path\":\"/0\",\"value\":\"three\"}]"),
        bob.lines);
  }
}
