package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.process.ProcessEngine;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.registry.PublishRequest;
import io.actjs.registry.env.EnvChange;
import io.actjs.registry.env.Vault;
import io.actjs.storage.KeptOpen;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes read the values that they declare, in threads and in processes. */
class EnvTest {
  private static final EngineLimits LIMITS =
      new EngineLimits(500, 64L << 20, 1 << 20, 1 << 20, 10, 20);
  private static final String KEY = "sk_live_Ab\"c\n9";
  private static final ActorRef A = new ActorRef("Pay", "a");

  private static final String PAY =
      """
      import { Actor, EventSourced, handler } from 'actjs';
      export class Pay extends Actor<{ n: number; kept: any }> {
        static env = { STRIPE_KEY: 'secret', REGION: 'string', PORT: 'number', LOUD: 'boolean?' };
        state = { n: 0, kept: null as any };
        held: any = null;
        onInit() { this.state.kept = this.actjs.env.REGION; }
        @handler('all') all(): unknown {
          const { STRIPE_KEY, REGION, PORT, LOUD } = this.actjs.env;
          const sum: number = PORT + 1;
          const loud: boolean | undefined = LOUD;
          return [STRIPE_KEY.length, REGION, sum, loud ?? null, Object.keys(this.actjs.env)];
        }
        @handler('region') region() { return this.actjs.env.REGION; }
        @handler('twice') async twice() {
          const first = this.actjs.env.REGION;
          await this.actjs.call({ class: 'Pay', id: 'other' }, 'count');
          return [first, this.actjs.env.REGION];
        }
        @handler('pair') async pair() {
          const first = this.actjs.env.REGION;
          for (let i = 0; i < 3; i++) await this.actjs.call({ class: 'Pay', id: 'other' }, 'count');
          return first === this.actjs.env.REGION ? first : 'mixed';
        }
        @handler('count') count() { return ++this.state.n; }
        @handler('kept') kept() { return this.state.kept; }
        @handler('wrong') wrong(): unknown { return (this.actjs.env as any).REGOIN; }
        @handler('write') write(): void { (this.actjs.env as any).REGION = 'x'; }
        @handler('throw') throw(): void { throw new Error('refused ' + this.actjs.env.STRIPE_KEY); }
        @handler('json') json(): void { throw new Error(JSON.stringify({ k: this.actjs.env.STRIPE_KEY })); }
        @handler('long') long(): void { throw new Error('x'.repeat(3_990) + this.actjs.env.STRIPE_KEY); }
        @handler('abort') abort(): void {
          this.actjs.abort('no ' + this.actjs.env.STRIPE_KEY, { data: { k: this.actjs.env.STRIPE_KEY } });
        }
        @handler('hang') hang(): void { const a: number[] = []; a[4e9] = 1; a.join(); }
        @handler('hold') hold(): void { this.held = this.actjs.env.STRIPE_KEY; }
        @handler('throwHeld') throwHeld(): void { throw new Error('held ' + this.held); }
      }
      """;

  private final MemoryDriver disk = new MemoryDriver();
  private final Vault vault = Vault.inMemory();
  private TestRuntime server;

  private void start(String isolation) {
    start(isolation, "default");
  }

  private void start(String isolation, String environment) {
    Supplier<Engine> engine =
        isolation.equals("process") ? () -> ProcessEngine.open(LIMITS) : () -> Engine.open(LIMITS);
    server =
        TestRuntime.start(
            disk, builder -> builder.engine(engine.get()).environment(environment, vault));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void set(Map<String, String> texts, Map<String, String> secrets) {
    server.runtime().env().set(new EnvChange("default", texts, secrets, false), "test");
  }

  private void setRegion(String region) {
    set(Map.of("REGION", region), Map.of());
  }

  private void publish() {
    set(Map.of("REGION", "eu", "PORT", "8080"), Map.of("STRIPE_KEY", KEY));
    var unused =
        server.runtime().registry().publish(PublishRequest.of("Pay", "1.0.0", PAY), "test");
  }

  private static ActjsException refused(Executable call) {
    return assertThrows(ActjsException.class, call);
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread", "process"})
  void aClassReadsWhatItDeclaresWithItsTypes(String isolation) {
    start(isolation);
    publish();
    assertEquals(
        "[" + KEY.length() + ",\"eu\",8081,null,[\"STRIPE_KEY\",\"REGION\",\"PORT\"]]",
        server.call(A, "all", "{}"));
    set(Map.of("LOUD", "true"), Map.of());
    assertTrue(server.call(A, "all", "{}").contains("8081,true,"));
    assertEquals("\"eu\"", server.call(A, "kept", "{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread", "process"})
  void aChangeIsReadByTheNextTurnAndNoActorIsLost(String isolation) {
    start(isolation);
    publish();
    assertEquals("1", server.call(A, "count", "{}"));
    for (int i = 0; i < 50; i++) {
      setRegion("r" + i);
      assertEquals("\"r" + i + "\"", server.call(A, "region", "{}"));
    }
    assertEquals("2", server.call(A, "count", "{}"));
  }

  /** Each call sees a value at least as new as the one set last before it was sent. */
  @ParameterizedTest
  @ValueSource(strings = {"thread", "process"})
  void turnsThatRunWhileValuesChangeReadOneOfThemAlone(String isolation) {
    start(isolation);
    publish();
    setRegion("0");
    List<CompletableFuture<String>> calls = new ArrayList<>();
    List<Integer> least = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      for (int j = 0; j < 4; j++) {
        ActorRef ref = new ActorRef("Pay", "p" + j);
        calls.add(server.runtime().call(ref, "pair", "{}", CallOptions.DEFAULT));
        least.add(i - 1);
      }
      setRegion(String.valueOf(i));
    }
    for (int i = 0; i < calls.size(); i++) {
      String read = TestRuntime.get(calls.get(i)).replace("\"", "");
      assertFalse(read.equals("mixed"), "call " + i);
      assertTrue(Integer.parseInt(read) >= least.get(i), read + " in call " + i);
    }
  }

  @Test
  void aNameThatIsNotDeclaredIsRefusedWithTheNearest() {
    start("thread");
    publish();
    ActjsException wrong = refused(() -> server.call(A, "wrong", "{}"));
    assertTrue(wrong.detail().contains("no 'REGOIN'; did you mean 'REGION'?"), wrong.detail());
    assertEquals(ProblemCode.HandlerError, refused(() -> server.call(A, "write", "{}")).code());
    String misspelt = PAY.replace("return this.actjs.env.REGION;", "return this.actjs.env.REGOIN;");
    ActjsException untyped =
        refused(
            () ->
                server
                    .runtime()
                    .registry()
                    .publish(PublishRequest.of("Pay", "1.0.1", misspelt), "t"));
    assertEquals(ProblemCode.TypeInvalid, untyped.code());
    assertTrue(untyped.detail().contains("Did you mean 'REGION'?"), untyped.detail());
  }

  @ParameterizedTest
  @ValueSource(strings = {"thread", "process"})
  void errorsTellNoSecret(String isolation) {
    start(isolation);
    publish();
    for (String method : List.of("throw", "json", "long", "abort")) {
      ActjsException failure = refused(() -> server.call(A, method, "{}"));
      String told = failure.detail() + failure.members();
      assertFalse(told.contains("sk_live"), told);
      assertTrue(told.contains("[STRIPE_KEY]"), told);
    }
    var unused = server.call(A, "hold", "{}");
    set(Map.of(), Map.of("STRIPE_KEY", "sk_test_another"));
    String held = refused(() -> server.call(A, "throwHeld", "{}")).detail();
    assertEquals("held [STRIPE_KEY]", held);
  }

  @Test
  void whatIsNotSetOrDoesNotFitIsRefusedAtPublish() {
    start("thread", "prod");
    server
        .runtime()
        .env()
        .set(
            new EnvChange("prod", Map.of("PORT", "http", "STRIPE_KEY", "open"), Map.of(), false),
            "t");
    ActjsException missing = refused(() -> server.publish("Pay", "1.0.0", PAY));
    assertEquals(ProblemCode.EnvMissing, missing.code());
    assertEquals(
        "Pay@1.0.0 reads values that the environment prod does not have: PORT (number; it is no"
            + " number): actctl env set PORT --env prod; REGION (string; it is not set): actctl env"
            + " set REGION --env prod; STRIPE_KEY (secret; it is not set as a secret): actctl env set"
            + " STRIPE_KEY --secret --env prod",
        missing.detail());
    assertEquals(List.of(), server.runtime().registry().names());
  }

  @Test
  void whatAPublishedClassNeedsStays() {
    start("thread");
    publish();
    var env = server.runtime().env();
    ActjsException used = refused(() -> env.unset("default", "REGION", false, "test"));
    assertEquals(ProblemCode.EnvInUse, used.code());
    assertTrue(used.detail().contains("REGION is declared by Pay@1.0.0"), used.detail());
    assertEquals(ProblemCode.EnvInUse, refused(() -> set(Map.of("PORT", "http"), Map.of())).code());
    assertEquals(
        ProblemCode.EnvInUse, refused(() -> set(Map.of("STRIPE_KEY", "open"), Map.of())).code());
    assertEquals("\"eu\"", server.call(A, "region", "{}"));
    env.unset("default", "REGION", true, "test");
    String lack = refused(() -> server.call(A, "region", "{}")).detail();
    assertTrue(lack.contains("actctl env set REGION --env default"), lack);
    setRegion("us");
    assertEquals("\"us\"", server.call(A, "region", "{}"));
  }

  @Test
  void aVersionReadsWhatItDeclares() {
    start("thread");
    publish();
    String next =
        """
        import { Actor, handler } from 'actjs';
        export class Pay extends Actor<{ n: number }> {
          static env = { ZONE: 'string' };
          state = { n: 0 };
          @handler('region') region() { return [this.actjs.env.ZONE, Object.keys(this.actjs.env)]; }
          @handler('old') old() { return (this.actjs.env as any).REGION; }
        }
        """;
    assertEquals("\"eu\"", server.call(A, "region", "{}"));
    set(Map.of("ZONE", "z1"), Map.of());
    server.publish("Pay", "2.0.0", next);
    assertEquals("\"eu\"", server.call(A, "region", "{}"));
    ActorRef b = new ActorRef("Pay", "b");
    assertEquals("[\"z1\",[\"ZONE\"]]", server.call(b, "region", "{}"));
    assertTrue(refused(() -> server.call(b, "old", "{}")).detail().contains("no 'REGION'"));
  }

  @Test
  void purePlacesDoNotReadIt() {
    start("thread");
    set(Map.of("REGION", "eu"), Map.of());
    server.publish(
        "Log",
        "1.0.0",
        """
        import { EventSourced, handler } from 'actjs';
        let kept: any;
        export class Log extends EventSourced<any, any> {
          static env = { REGION: 'string' };
          initialState() { return {}; }
          @handler('keep') keep() { kept = this.actjs.env; return []; }
          @handler('use') use() { return [{ type: 'used' }]; }
          reduce(state: any) { state.region = kept.REGION; }
        }
        """);
    server.publish(
        "Field",
        "1.0.0",
        """
        import { Actor, handler } from 'actjs';
        export class Field extends Actor {
          static env = { REGION: 'string' };
          region = this.actjs.env.REGION;
          @handler('get') get() { return this.region; }
        }
        """);
    ActorRef log = new ActorRef("Log", "l");
    var unused = server.call(log, "keep", "{}");
    ActjsException impure = refused(() -> server.call(log, "use", "{}"));
    assertEquals(ProblemCode.ImpureReducer, impure.code());
    assertTrue(impure.detail().contains("this.actjs.env inside reduce"), impure.detail());
    String early = refused(() -> server.call(new ActorRef("Field", "f"), "get", "{}")).detail();
    assertTrue(early.contains("this.actjs.env in a constructor"), early);
  }

  @Test
  void anIsolateThatTakesTheOthersPlaceIsToldTheValues() {
    start("process");
    publish();
    setRegion("us");
    ActorRef culprit = new ActorRef("Pay", "culprit");
    for (int i = 0; i < 3; i++) {
      refused(() -> server.call(culprit, "hang", "{}"));
      assertEquals("\"us\"", server.call(A, "region", "{}"));
    }
  }

  @Test
  void valuesAreThereAfterARestart() {
    start("thread");
    publish();
    assertEquals("\"eu\"", server.call(A, "region", "{}"));
    server.close();
    start("thread");
    assertTrue(server.call(A, "all", "{}").startsWith("[" + KEY.length() + ",\"eu\",8081"));
    setRegion("us");
    assertEquals("\"us\"", server.call(A, "region", "{}"));
  }

  @Test
  void whatAnotherServerSetsIsReadSoon() {
    StorageDriver shared = new KeptOpen(disk);
    server = TestRuntime.start(shared, builder -> builder.environment("default", vault));
    publish();
    assertEquals("\"eu\"", server.call(A, "region", "{}"));
    try (TestRuntime other =
        TestRuntime.start(shared, builder -> builder.environment("default", vault))) {
      other
          .runtime()
          .env()
          .set(new EnvChange("default", Map.of("REGION", "us"), Map.of(), false), "test");
    }
    Await.until("the value of another", () -> "\"us\"".equals(server.call(A, "region", "{}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static env = { A: 'sting' };|did you mean 'string'?",
        "static env = { A: 'secret??' };|did you mean 'secret'?",
        "static env = { A: 5 };|A is number; types are",
        "static env = { 'a-b': 'string' };|'a-b' is not a name",
        "static env: any = 'A';|static env is an object such as",
        "static env: any = ['A'];|static env is an object such as",
      })
  void aMalformedDeclarationIsRefused(String both) {
    start("thread");
    String[] parts = both.split("\\|");
    String source =
        "import { Actor } from 'actjs';\nexport class Bad extends Actor { " + parts[0] + " }\n";
    ActjsException refused = refused(() -> server.publish("Bad", "1.0.0", source));
    assertEquals(ProblemCode.ClassInvalid, refused.code());
    assertTrue(refused.detail().contains(parts[1]), refused.detail());
  }
}
