package io.actjs.actctl.command.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actctl.Deadline;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.model.ActorRef;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.CallOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code actor watch} against a real daemon. */
class WatchTest {
  private static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';
      export class Counter extends Actor<{ count: number }> {
        state = { count: 0 };
        @handler('add') add() { return ++this.state.count; }
        @handler('say') say() { this.actjs.emit('said', { text: 'hi' }); }
      }
      """;
  private static final String ACCOUNT =
      """
      import { EventSourced, handler } from 'actjs';
      export class Account extends EventSourced<{ sum: number }, { type: 'paid'; amount: number }> {
        initialState() { return { sum: 0 }; }
        @handler('pay') pay({ amount }: { amount: number }) {
          return [{ type: 'paid' as const, amount }];
        }
        reduce(state: { sum: number }, event: { amount: number }) { state.sum += event.amount; }
      }
      """;

  /** A watch that runs beside the test. */
  private static final class Watching {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> exit;

    Watching(Daemon daemon, String... args) {
      CommandLine line = Ran.line(new PrintWriter(out), new PrintWriter(err, true));
      String[] all = java.util.Arrays.copyOf(args, args.length + 1);
      all[args.length] = "--server=" + daemon.uri();
      exit = CompletableFuture.supplyAsync(() -> line.execute(all));
    }

    void sees(String text) throws InterruptedException {
      Deadline deadline = new Deadline();
      while (!out.toString().contains(text)) {
        deadline.pause("no \"" + text + "\" in " + out + err);
      }
    }

    void ends() throws InterruptedException, ExecutionException {
      Deadline deadline = new Deadline();
      while (!exit.isDone()) {
        deadline.pause("the watch goes on: " + out + err);
      }
      assertEquals(0, exit.get(), err.toString());
    }

    List<String> lines() {
      return out.toString().lines().toList();
    }
  }

  private static Daemon daemon() {
    Daemon daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));
    daemon
        .runtime()
        .registry()
        .publish(PublishRequest.of("Counter", "1.0.0", COUNTER).unchecked(), "test");
    daemon
        .runtime()
        .registry()
        .publish(PublishRequest.of("Account", "1.0.0", ACCOUNT).unchecked(), "test");
    return daemon;
  }

  private static void call(Daemon daemon, ActorRef ref, String method, String args) {
    daemon.runtime().call(ref, method, args, CallOptions.DEFAULT).join();
  }

  @Test
  void everyStateIsShownOnceUntilTheActorIsDeleted() throws Exception {
    ActorRef ref = new ActorRef("Counter", "a");
    try (Daemon daemon = daemon()) {
      call(daemon, ref, "add", "{}");
      Watching watching = new Watching(daemon, "actor", "watch", "Counter", "a");
      watching.sees("{\"count\":1}");
      for (int i = 2; i <= 5; i++) {
        call(daemon, ref, "add", "{}");
        watching.sees("{\"count\":" + i + "}");
      }
      daemon.runtime().delete(ref).join();
      watching.ends();

      List<String> states =
          watching.lines().stream().map(it -> it.replaceFirst("^#\\d+ +", "")).toList();
      assertEquals(
          List.of(
              "{\"count\":1}",
              "{\"count\":2}",
              "{\"count\":3}",
              "{\"count\":4}",
              "{\"count\":5}",
              "deleted"),
          states);
    }
  }

  @Test
  void jsonIsOneDocumentALine() throws Exception {
    try (Daemon daemon = daemon()) {
      Watching watching =
          new Watching(daemon, "actor", "watch", "Counter", "j", "--json", "--count", "2");
      watching.sees("\"count\":0");
      call(daemon, new ActorRef("Counter", "j"), "add", "{}");
      watching.ends();

      assertEquals(2, watching.lines().size());
      assertEquals(1, Json.parse(watching.lines().get(1)).path("state").path("count").asInt());
    }
  }

  @Test
  void eventsAreShownWithTheStateThatTheyMake() throws Exception {
    try (Daemon daemon = daemon()) {
      Watching watching = new Watching(daemon, "actor", "watch", "Account", "e", "--count", "2");
      watching.sees("{\"sum\":0}");
      call(daemon, new ActorRef("Account", "e"), "pay", "{\"amount\": 7}");
      watching.ends();

      String shown = String.join("\n", watching.lines());
      assertTrue(shown.contains("event {\"type\":\"paid\",\"amount\":7}"), shown);
      assertTrue(shown.contains("{\"sum\":7}"), shown);
    }
  }

  @Test
  void whatTheActorEmitsIsShown() throws Exception {
    assertEquals("emitted said {\"text\":\"hi\"}", emitted());
    assertEquals("{\"emitted\":\"said\",\"data\":{\"text\":\"hi\"}}", emitted("--json"));
  }

  /** The line between two states. */
  private static String emitted(String... options) throws Exception {
    String[] args = {"actor", "watch", "Counter", "m", "--count", "2"};
    try (Daemon daemon = daemon()) {
      Watching watching =
          new Watching(daemon, Stream.of(args, options).flatMap(Stream::of).toArray(String[]::new));
      watching.sees("\"count\":0");
      call(daemon, new ActorRef("Counter", "m"), "say", "{}");
      watching.sees("said");
      call(daemon, new ActorRef("Counter", "m"), "add", "{}");
      watching.ends();
      return watching.lines().get(1);
    }
  }

  @Test
  void aRestartedServerIsFoundAgainAndTheWatchGoesOnWhereItWas(@TempDir Path data)
      throws Exception {
    ActorRef ref = new ActorRef("Counter", "r");
    Daemon first = Daemon.start(DaemonConfig.at(data).withPort(0));
    int port = first.port();
    first
        .runtime()
        .registry()
        .publish(PublishRequest.of("Counter", "1.0.0", COUNTER).unchecked(), "test");
    Watching watching = new Watching(first, "actor", "watch", "Counter", "r", "--count", "3");
    watching.sees("{\"count\":0}");
    call(first, ref, "add", "{}");
    watching.sees("{\"count\":1}");
    first.close();
    try (Daemon second = Daemon.start(DaemonConfig.at(data).withPort(port))) {
      call(second, ref, "add", "{}");
      watching.ends();
    }
    assertTrue(watching.err.toString().contains("connection lost"), watching.err.toString());
    assertEquals(
        List.of("{\"count\":0}", "{\"count\":1}", "{\"count\":2}"),
        watching.lines().stream().map(it -> it.replaceFirst("^#\\d+ +", "")).toList());
  }
}
