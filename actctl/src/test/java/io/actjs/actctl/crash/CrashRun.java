package io.actjs.actctl.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.TurnRecord;
import io.actjs.storage.StorageDriver;
import io.actjs.wire.JsonPatch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients and watchers of some actors while things are killed, and what must be true afterwards: no
 * acknowledged call is lost, none is applied twice, and every state is what its journal says.
 */
final class CrashRun implements AutoCloseable {
  static final int ACTORS = 50;
  private static final int CLIENTS = 4;
  private static final int SOCKETS = 10;
  private static final int STREAMS = 4;
  private static final int JOURNAL_PAGE = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TALLY =
      """
      import { Actor, handler } from 'actjs';
      export class Tally extends Actor<{ ops: string[]; count: number }> {
        state = { ops: [] as string[], count: 0 };
        @handler('add')
        add(args: { op: string }) {
          this.state.ops.push(args.op);
          return ++this.state.count;
        }
      }
      """;

  private static final String LOG =
      """
      import { EventSourced, handler } from 'actjs';
      type State = { ops: string[]; count: number };
      type Added = { type: 'Added'; op: string };
      export class Log extends EventSourced<State, Added> {
        initialState(): State { return { ops: [], count: 0 }; }
        reduce(state: State, event: Added) {
          state.ops.push(event.op);
          state.count++;
        }
        @handler('add')
        add(args: { op: string }): Added[] { return [{ type: 'Added', op: args.op }]; }
      }
      """;

  /** Half of the actors write their state, half are event-sourced. */
  static String className(int number) {
    return number % 2 == 0 ? "Tally" : "Log";
  }

  private final DaemonProcess daemon;
  private final String where;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Client> clients = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Watch> watched = new ArrayList<>();
  private long awaited;

  /** Puts load on a daemon that is ready, with some that watch. */
  static CrashRun watched(DaemonProcess daemon, long seed) throws Exception {
    CrashRun run = new CrashRun(daemon, seed);
    run.watch(SOCKETS, STREAMS, daemon.port());
    return run;
  }

  /** Puts load on a daemon that is ready. */
  CrashRun(DaemonProcess daemon, long seed) throws Exception {
    this.daemon = daemon;
    this.where = "seed " + seed;
    publish("Tally", TALLY);
    publish("Log", LOG);
    for (int i = 0; i < CLIENTS; i++) {
      Client client = new Client(daemon, "c" + i, seed + i, i % 2 == 1);
      clients.add(client);
      threads.add(Thread.ofPlatform().start(client));
    }
  }

  /** Subscribes to the first actors, by sockets and then by streams, one after the other. */
  void watch(int sockets, int streams, int port) {
    URI socket = URI.create("ws://127.0.0.1:" + port + "/v1/ws");
    for (int i = 0; i < sockets + streams; i++) {
      int number = i % ACTORS;
      String id = String.valueOf(number);
      Follower follower = new Follower(className(number) + "/" + id, CrashRun::fold);
      watched.add(
          i < sockets
              ? new WatchedActor(http, socket, className(number), id, follower)
              : new StreamedActor(http, stream(port, number, i), follower));
    }
  }

  private static URI stream(int port, int number, int i) {
    String actor = className(number) + "/" + number;
    return URI.create(
        "http://127.0.0.1:"
            + port
            + (i % 2 == 0 ? "/v1/sse/" + actor : "/v1/actors/" + actor + "/events"));
  }

  /** Waits until something of every actor is stored. */
  void awaitActors() throws Exception {
    for (int number = 0; number < ACTORS; number++) {
      URI actor = daemon.uri("/v1/actors/" + className(number) + "/" + number);
      long end = System.nanoTime() + 60_000_000_000L;
      while (http.send(
                  HttpRequest.newBuilder(actor).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          != 200) {
        assertTrue(System.nanoTime() < end, where + ": no client calls " + actor);
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  /** Waits until every watcher has its first state. */
  void awaitWatchers() {
    long end = System.nanoTime() + 60_000_000_000L;
    for (Watch watch : watched) {
      while (watch.follower().state() == null) {
        assertTrue(System.nanoTime() < end, where + ": a watcher is told nothing");
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  List<Follower> followers() {
    return watched.stream().map(Watch::follower).toList();
  }

  /** Waits until so many further calls were acknowledged, and a random moment longer. */
  void load(int calls, Random random) {
    awaitLoad(clients, calls);
    awaited += calls;
    // The moment is what the tests vary; nothing is waited for here.
    LockSupport.parkNanos(random.nextInt(500) * 1_000_000L);
  }

  /** Ends the load and compares what clients and watchers were told with what the daemon has. */
  void check() throws Exception {
    clients.forEach(Client::stop);
    for (Thread thread : threads) {
      thread.join();
    }
    for (Client client : clients) {
      assertTrue(client.hasHeardAll(), where + ": a request under a key is not answered");
    }
    int acknowledged = 0;
    for (int i = 0; i < ACTORS; i++) {
      String actor = className(i) + "/" + i;
      JsonNode state = read(actor);
      acknowledged += checkOperations(actor, state);
      for (int w = i; w < watched.size(); w += ACTORS) {
        Follower watcher = watched.get(w).follower();
        awaitState(watcher, state, where + ": watcher " + w + " of " + actor);
        assertNull(watcher.broken(), where);
      }
    }
    assertTrue(acknowledged >= awaited, where + ": the load did only " + acknowledged + " calls");
  }

  /** Folds every journal without the engine and compares. */
  void checkJournals(StorageDriver storage) throws Exception {
    List<ActorHead> heads = storage.heads(null, null, 2 * ACTORS);
    assertEquals(ACTORS, heads.size(), where);
    for (ActorHead head : heads) {
      JsonNode state = foldJournal(storage, head);
      int unused = checkOperations(head.ref().toString(), state);
    }
  }

  @Override
  public void close() {
    clients.forEach(Client::stop);
    watched.forEach(Watch::stop);
  }

  /** Waits until so many further calls were acknowledged. */
  private static void awaitLoad(List<Client> clients, int calls) {
    long target = clients.stream().mapToLong(Client::acknowledgedCalls).sum() + calls;
    long end = System.nanoTime() + 60_000_000_000L;
    while (clients.stream().mapToLong(Client::acknowledgedCalls).sum() < target) {
      assertTrue(System.nanoTime() < end, "the daemon acknowledges nothing");
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void publish(String name, String source) throws Exception {
    String body = JSON.createObjectNode().put("version", "1.0.0").put("source", source).toString();
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(daemon.uri("/v1/classes/" + name + "/versions"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(201, answer.statusCode(), answer.body());
  }

  private static JsonNode fold(JsonNode state, JsonNode event) {
    ObjectNode next = state.deepCopy();
    ((ArrayNode) next.get("ops")).add(event.get("op").asText());
    next.put("count", next.get("count").asInt() + 1);
    return next;
  }

  private JsonNode read(String actor) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(daemon.uri("/v1/actors/" + actor)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body()).get("state");
  }

  /** Returns how many operations of the actor were acknowledged. */
  private int checkOperations(String actor, JsonNode state) {
    List<String> stored = new ArrayList<>();
    state.get("ops").forEach(op -> stored.add(op.asText()));
    Set<String> distinct = Set.copyOf(stored);
    assertEquals(stored.size(), distinct.size(), where + ": applied twice in " + actor);
    assertEquals(stored.size(), state.get("count").asInt(), where + ": torn state of " + actor);
    int acknowledged = 0;
    int unknown = 0;
    for (Client client : clients) {
      Set<String> told = client.acknowledged.getOrDefault(actor, Set.of());
      acknowledged += told.size();
      for (String operation : told) {
        assertTrue(distinct.contains(operation), where + ": lost " + operation + " of " + actor);
      }
      unknown += client.unknown.getOrDefault(actor, Set.of()).size();
    }
    assertTrue(
        stored.size() <= acknowledged + unknown, where + ": operations from nowhere in " + actor);
    return acknowledged;
  }

  private static void awaitState(Follower watcher, JsonNode state, String what) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!state.equals(watcher.state())) {
      if (System.nanoTime() > end) {
        assertNull(watcher.broken(), what + ": " + watcher);
        assertEquals(state, watcher.state(), what + ": " + watcher);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static JsonNode foldJournal(StorageDriver storage, ActorHead head) throws Exception {
    ActorRef ref = head.ref();
    JsonNode state = JSON.readTree("{\"ops\":[],\"count\":0}");
    long next = 1;
    while (next <= head.seq()) {
      for (TurnRecord turn : storage.readJournal(ref, next, JOURNAL_PAGE)) {
        assertEquals(next++, turn.seq(), "gap in the journal of " + ref);
        state = apply(state, turn.change());
      }
    }
    return state;
  }

  private static JsonNode apply(JsonNode state, Change change) throws Exception {
    return switch (change) {
      case Change.Patch patch -> JsonPatch.apply(JSON.readTree(patch.json()), state);
      case Change.Events events -> {
        JsonNode folded = state;
        for (JsonNode event : JSON.readTree(events.json())) {
          folded = fold(folded, event);
        }
        yield folded;
      }
      case Change.Replaced replaced -> throw new AssertionError("nothing was migrated");
      case Change.Tombstone tombstone -> throw new AssertionError("nothing was deleted");
    };
  }
}
