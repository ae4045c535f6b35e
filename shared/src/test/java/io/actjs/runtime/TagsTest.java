package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.runtime.keyed.Created;
import io.actjs.runtime.listing.ActorFilter;
import io.actjs.runtime.listing.ActorPage;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.ManualClock;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TagsTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final ActorRef ANN = new ActorRef("Guest", "ann");

  private static final String GUEST =
      """
      import { Actor, EventSourced, Replica, handler } from 'actjs';
      export class Guest extends Actor<{ n: number }> {
        state = { n: 0 };
        onInit({ tag }: { tag?: string }) { if (tag) this.actjs.tag(tag); }
        @handler('tag') tag(tags: string[]) { this.actjs.tag(...tags); return this.actjs.tags(); }
        @handler('untag') untag(tags: string[]) { this.actjs.untag(...tags); return this.actjs.tags(); }
        @handler('tags') tags() { return this.actjs.tags(); }
        @handler('count') count() { return ++this.state.n; }
        @handler('look') look() { return this.state.n; }
        @handler('fail') fail(tag: string) { this.actjs.tag(tag); throw new Error('no'); }
        @handler('wait') async wait(tag: string) {
          this.actjs.tag(tag);
          const seen = await this.actjs.call({ class: 'Guest', id: 'other' }, 'tags');
          this.actjs.tag(tag + '2');
          return [seen, this.actjs.tags()];
        }
      }
      """;

  private static final String LEDGER =
      """
      import { EventSourced, handler } from 'actjs';
      export class Ledger extends EventSourced<{ n: number }, any> {
        initialState() { return { n: 0 }; }
        reduce(state: any, event: any) { if (event.tag) (this as any).actjs.tag(event.tag); state.n++; }
        @handler('add') add(tag: string) { this.actjs.tag(tag); return [{ type: 'added' }]; }
        @handler('impure') impure(tag: string) { return [{ type: 'added', tag }]; }
        @handler('tags') tags() { return { events: [], result: this.actjs.tags() }; }
      }
      """;

  private static final String REPLICA =
      """
      import { Replica, handler } from 'actjs';
      export class Screen extends Replica<{ n: number }> {
        state = { n: 0 };
        @handler('tag') tag(tag: string) { this.actjs.tag(tag); return this.actjs.tags(); }
        @handler('tags') tags() { return this.actjs.tags(); }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private final ManualClock clock = new ManualClock(NOW);
  private TestRuntime runtime;

  @BeforeEach
  void start() {
    runtime = TestRuntime.start(disk, builder -> builder.clock(clock));
    runtime.publish("Guest", "1.0.0", GUEST);
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private void restart() {
    runtime.close();
    runtime = TestRuntime.start(disk, builder -> builder.clock(clock));
  }

  private ProblemCode refused(ActorRef ref, String method, String args) {
    return assertThrows(ActjsException.class, () -> runtime.call(ref, method, args)).code();
  }

  private List<String> stored(ActorRef ref) {
    return Objects.requireNonNull(disk.head(ref)).tags();
  }

  private static String json(List<String> texts) {
    return "[\"" + String.join("\",\"", texts) + "\"]";
  }

  @Test
  void aHandlersTagsAreStoredWithItsTurn() {
    assertEquals("[\"eu\",\"vip\"]", runtime.call(ANN, "tag", "[\"vip\",\"eu\",\"vip\"]"));
    assertEquals(List.of("eu", "vip"), stored(ANN));
    restart();
    assertEquals("[\"eu\",\"vip\"]", runtime.call(ANN, "tags", "{}"));
    assertEquals("[\"vip\"]", runtime.call(ANN, "untag", "[\"eu\",\"nobody\"]"));
    assertEquals("[\"vip\"]", runtime.call(ANN, "tag", "[\"vip\"]"));
    assertEquals(List.of("vip"), stored(ANN));
    assertEquals("[]", runtime.call(ANN, "untag", "[\"vip\"]"));
    assertEquals(List.of(), stored(ANN));
  }

  @Test
  void aTurnThatLeavesTheTagsAsTheyAreStoresNothing() {
    var unused = runtime.call(ANN, "tag", "[\"vip\"]");
    long seq = Objects.requireNonNull(disk.head(ANN)).seq();
    unused = runtime.call(ANN, "tag", "[\"vip\"]");
    unused = runtime.call(ANN, "untag", "[\"nobody\"]");
    assertEquals(seq, Objects.requireNonNull(disk.head(ANN)).seq());
    unused = runtime.call(ANN, "count", "{}");
    assertNull(disk.readJournal(ANN, seq + 1, 1).getFirst().tags());
    assertEquals(List.of("vip"), stored(ANN));
  }

  @Test
  void aTurnThatFailsLeavesTheTagsAsTheyWere() {
    var unused = runtime.call(ANN, "tag", "[\"vip\"]");
    assertEquals(ProblemCode.HandlerError, refused(ANN, "fail", "\"gone\""));
    assertEquals("[\"vip\"]", runtime.call(ANN, "tags", "{}"));
    assertEquals(List.of("vip"), stored(ANN));
    assertEquals("[[],[\"a\",\"a2\",\"vip\"]]", runtime.call(ANN, "wait", "\"a\""));
    assertEquals(List.of("a", "a2", "vip"), stored(ANN));
  }

  @Test
  void anActorIsCreatedWithTags() {
    Created made = create("{}", "vip", "eu", "vip");
    assertEquals(List.of("eu", "vip"), stored(made.ref()));
    assertEquals("[\"eu\",\"vip\"]", runtime.call(made.ref(), "tags", "{}"));
    Created more = create("{\"tag\":\"own\"}", "vip");
    assertEquals(List.of("own", "vip"), stored(more.ref()));
    restart();
    assertEquals("[\"own\",\"vip\"]", runtime.call(more.ref(), "tags", "{}"));
  }

  private Created create(String args, String... tags) {
    return TestRuntime.get(
        runtime.runtime().found("Guest", args, List.of(tags), CallOptions.DEFAULT));
  }

  @Test
  void theTagsOfACreationBelongToItsKey() {
    CallOptions keyed = CallOptions.DEFAULT.keyed("k");
    Created made =
        TestRuntime.get(runtime.runtime().found("Guest", "{}", List.of("b", "a"), keyed));
    Created again =
        TestRuntime.get(runtime.runtime().found("Guest", "{}", List.of("a", "b"), keyed));
    assertEquals(made.ref(), again.ref());
    ActjsException other =
        assertThrows(
            ActjsException.class,
            () -> TestRuntime.get(runtime.runtime().found("Guest", "{}", List.of("c"), keyed)));
    assertEquals(ProblemCode.IdempotencyMismatch, other.code());
  }

  @Test
  void whatCannotBeATagIsRefusedAndChangesNothing() {
    for (String bad : List.of("", "x".repeat(129), "ü".repeat(65), "a\nb", "\u0000", "\ud83e")) {
      ActjsException refusal = assertThrows(ActjsException.class, () -> create("{}", "ok", bad));
      assertEquals(ProblemCode.TagInvalid, refusal.code(), bad);
    }
    for (String bad : List.of("", "x".repeat(129), "ü".repeat(65), "a\\nb", "\\u0000", "\\ud83e")) {
      assertEquals(ProblemCode.TagInvalid, refused(ANN, "tag", "[\"ok\",\"" + bad + "\"]"), bad);
    }
    assertEquals(ProblemCode.HandlerError, refused(ANN, "tag", "[7]"));
    assertNull(disk.head(ANN));
    assertEquals(List.of(), disk.heads(null, null, 9));
    String longest = "ü".repeat(64);
    assertEquals("[\"" + longest + "\"]", runtime.call(ANN, "tag", "[\"" + longest + "\"]"));
  }

  @Test
  void anActorHasSoManyTagsAndNoMore() {
    List<String> most = IntStream.range(0, 64).mapToObj("t%02d"::formatted).toList();
    assertEquals(json(most), runtime.call(ANN, "tag", json(most)));
    assertEquals(ProblemCode.TagLimit, refused(ANN, "tag", "[\"one more\"]"));
    assertEquals(json(most), runtime.call(ANN, "tag", json(most)));
    List<String> many = IntStream.range(0, 10_000).mapToObj("t%d"::formatted).toList();
    assertEquals(ProblemCode.TagLimit, refused(ANN, "tag", json(many)));
    assertEquals(most, stored(ANN));
    ActjsException refusal =
        assertThrows(ActjsException.class, () -> create("{}", many.toArray(new String[0])));
    assertEquals(ProblemCode.TagLimit, refusal.code());
    assertEquals(63, runtime.call(ANN, "untag", "[\"t00\"]").split(",").length);
    assertEquals(64, runtime.call(ANN, "tag", "[\"one more\"]").split(",").length);
  }

  @Test
  void anEventSourcedActorTagsInHandlersAndNotInReducers() {
    runtime.publish("Ledger", "1.0.0", LEDGER);
    ActorRef ledger = new ActorRef("Ledger", "l");
    var unused = runtime.call(ledger, "add", "\"big\"");
    assertEquals(ProblemCode.ImpureReducer, refused(ledger, "impure", "\"x\""));
    assertEquals("[\"big\"]", runtime.call(ledger, "tags", "{}"));
    restart();
    assertEquals("[\"big\"]", runtime.call(ledger, "tags", "{}"));
    assertEquals(List.of("big"), stored(ledger));
  }

  @Test
  void anActorWhoseStateIsMemoryOnlyKeepsItsTags() {
    runtime.publish("Screen", "1.0.0", REPLICA);
    ActorRef screen = new ActorRef("Screen", "s");
    assertEquals("[\"wall\"]", runtime.call(screen, "tag", "\"wall\""));
    restart();
    assertEquals("[\"wall\"]", runtime.call(screen, "tags", "{}"));
    assertEquals(List.of("wall"), stored(screen));
    ActorRef made =
        TestRuntime.get(
                runtime.runtime().found("Screen", null, List.of("new"), CallOptions.DEFAULT))
            .ref();
    assertEquals(List.of("new"), stored(made));
  }

  @Test
  void tagsStayThroughMigrationAndRollback() {
    var unused = runtime.call(ANN, "tag", "[\"vip\"]");
    runtime.publish("Guest", "2.0.0", GUEST);
    ActorHead moved =
        TestRuntime.get(
            runtime
                .runtime()
                .maintenance()
                .migrate(ANN, Version.parse("2.0.0"), Principal.of("ops", List.of())));
    assertEquals(List.of("vip"), moved.tags());
    assertEquals("[\"new\",\"vip\"]", runtime.call(ANN, "tag", "[\"new\"]"));
    var back =
        TestRuntime.get(
            runtime.runtime().maintenance().rollback(ANN, true, Principal.of("ops", List.of())));
    assertEquals(List.of("new", "vip"), back.tags());
    assertEquals(List.of("new", "vip"), stored(ANN));
  }

  // Lists.

  private ActorPage list(ActorFilter filter) {
    return runtime.runtime().list(filter, null, 100);
  }

  private static List<String> ids(ActorPage page) {
    return page.actors().stream().map(actor -> actor.head().ref().id()).toList();
  }

  private static ActorFilter filter(
      List<String> tags,
      @Nullable Version version,
      ActorHead.@Nullable Phase phase,
      @Nullable Boolean active,
      long since) {
    return new ActorFilter("Guest", tags, version, phase, active, since);
  }

  @Test
  void aListHasTheActorsThatFitAllThatIsAsked() {
    for (String id : List.of("a", "b", "c", "d")) {
      clock.advance(1_000);
      var unused = runtime.call(new ActorRef("Guest", id), "tag", json(List.of("all", id)));
    }
    runtime.publish("Guest", "1.1.0", GUEST);
    runtime.delete(new ActorRef("Guest", "d"));
    clock.advance(1_000);
    var unused = runtime.call(new ActorRef("Guest", "b"), "tag", "[\"more\"]");

    assertEquals(List.of("a", "b", "c", "d"), ids(list(ActorFilter.ALL)));
    assertEquals(List.of("a", "b", "c"), ids(list(filter(List.of("all"), null, null, null, 0))));
    assertEquals(List.of("b"), ids(list(filter(List.of("all", "b"), null, null, null, 0))));
    assertEquals(
        List.of("d"), ids(list(filter(List.of(), null, ActorHead.Phase.TOMBSTONED, null, 0))));
    assertEquals(
        List.of("b", "c"),
        ids(list(filter(List.of(), null, ActorHead.Phase.LIVE, null, NOW + 3_000))));
    assertEquals(
        List.of("a", "b", "c", "d"),
        ids(list(filter(List.of(), Version.parse("1.0.0"), null, null, 0))));
    assertEquals(List.of(), ids(list(filter(List.of(), Version.parse("1.1.0"), null, null, 0))));
    ActorPage.Listed b = list(filter(List.of("more"), null, null, null, 0)).actors().getFirst();
    assertEquals(NOW + 2_000, b.head().createdAt());
    assertEquals(NOW + 5_000, b.head().updatedAt());
  }

  @Test
  void aListKnowsWhoIsInMemory() {
    for (String id : List.of("a", "b", "c")) {
      var unused = runtime.call(new ActorRef("Guest", id), "count", "{}");
    }
    restart();
    var unused = runtime.call(new ActorRef("Guest", "b"), "look", "{}");
    unused = runtime.call(new ActorRef("Guest", "never stored"), "look", "{}");
    assertEquals(List.of("b"), ids(list(filter(List.of(), null, null, true, 0))));
    assertEquals(List.of("a", "c"), ids(list(filter(List.of(), null, null, false, 0))));
    assertEquals(
        List.of(false, true, false),
        list(ActorFilter.ALL).actors().stream().map(ActorPage.Listed::active).toList());
  }

  @Test
  void aPageEndsAfterAWhileAlsoWhenNobodyFits() {
    List<JournalEntry> turns = new ArrayList<>();
    for (int i = 0; i < 45_000; i++) {
      turns.add(Records.turn(new ActorRef("Many", "m%05d".formatted(i)), 1, 1));
    }
    turns.add(Records.tombstone(new ActorRef("Many", "m44999"), 2, 1));
    assertTrue(disk.commit(turns).stream().allMatch(CommitResult.COMMITTED::equals));
    ActorFilter dead =
        new ActorFilter("Many", List.of(), null, ActorHead.Phase.TOMBSTONED, null, 0);
    ActorPage page = runtime.runtime().list(dead, null, 10);
    int pages = 1;
    while (page.next() != null) {
      assertEquals(List.of(), ids(page));
      page = runtime.runtime().list(dead, page.next(), 10);
      pages++;
    }
    assertEquals(List.of("m44999"), ids(page));
    assertEquals(3, pages);
  }

  @Test
  void whoeverExistsAllTheTimeIsOnOnePageWhateverChanges() {
    for (int i = 0; i < 40; i++) {
      var unused = runtime.call(new ActorRef("Guest", "a%02d".formatted(i)), "tag", "[\"x\"]");
    }
    for (ActorFilter filter :
        List.of(ActorFilter.ALL, filter(List.of("x"), null, ActorHead.Phase.LIVE, null, 0))) {
      List<String> seen = new ArrayList<>();
      ActorPage page = runtime.runtime().list(filter, null, 7);
      while (true) {
        seen.addAll(ids(page));
        disturb((filter.tags().isEmpty() ? 0 : 1_000) + seen.size());
        if (page.next() == null) {
          break;
        }
        page = runtime.runtime().list(filter, page.next(), 7);
      }
      for (int i = 0; i < 40; i++) {
        assertEquals(1, Collections.frequency(seen, "a%02d".formatted(i)), seen.toString());
      }
    }
  }

  /** Actors come, change and go, before and behind where the reader is. */
  private void disturb(int round) {
    for (String id : List.of("a00", "a20", "a39")) {
      var unused = runtime.call(new ActorRef("Guest", id), "count", "{}");
    }
    for (String id : List.of("A" + round, "a10-" + round, "z" + round)) {
      var unused = runtime.call(new ActorRef("Guest", id), "tag", "[\"x\"]");
      if (round % 2 == 0) {
        runtime.delete(new ActorRef("Guest", id));
      }
    }
  }
}
