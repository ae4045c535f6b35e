package io.actjs.actctl.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorView;
import io.actjs.model.Change;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.model.access.Principal;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.due.Reminders;
import io.actjs.runtime.subscription.Introduction;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.SteppedRuntime;
import io.actjs.wire.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One runtime of a test: what the test asks of it. */
final class TestServer {
  private static final int MOST_LISTED = 10_000;

  private final int number;
  private final SteppedRuntime server;
  private final Answers answers;
  private final Recordings recordings;
  private final Map<Long, Subscription> subscriptions = new HashMap<>();

  TestServer(int number, SteppedRuntime server, Answers answers, Recordings recordings) {
    this.number = number;
    this.server = server;
    this.answers = answers;
    this.recordings = recordings;
  }

  SteppedRuntime runtime() {
    return server;
  }

  /**
   * Does what is asked; answers now or later.
   *
   * @throws ActjsException for what is refused at once
   */
  void handle(long id, String op, JsonNode asked, BooleanSupplier mayGoOn) {
    switch (op) {
      case "call", "tell", "create", "read", "delete", "subscribe" -> request(id, op, asked);
      case "unsubscribe" -> unsubscribe(id, asked);
      case "advance" -> advance(id, asked, mayGoOn);
      case "drain" -> answers.result(id, null);
      case "crash" -> {
        server.crash();
        answers.result(id, null);
      }
      case "restart" -> {
        server.restart();
        answers.result(id, null);
      }
      case "failNext" -> failNext(asked);
      case "setNow" -> server.clock().set(asked.path("now").asLong() - server.clock().nowMs());
      case "exists" -> answers.result(id, String.valueOf(exists(refOf(asked))));
      case "events" -> answers.result(id, events(refOf(asked)));
      case "emitted" -> answers.result(id, emitted(refOf(asked)));
      case "reminders" -> answers.result(id, reminders(asked));
      case "deadLetters" -> answers.result(id, deadLetters(asked));
      default -> throw new IllegalArgumentException("the harness asks for " + op);
    }
  }

  private static ActorRef refOf(JsonNode asked) {
    JsonNode ref = asked.path("ref");
    return new ActorRef(ref.path("class").asText(), ref.path("id").asText());
  }

  private void request(long id, String op, JsonNode asked) {
    ActorRef ref = refOf(asked);
    CallOptions options = optionsOf(asked);
    String name = asked.path("name").asText();
    String json = asked.path("json").asText();
    String what = op + " " + ref.className() + "/" + ref.id() + (name.isEmpty() ? "" : " " + name);
    switch (op) {
      case "call" -> ask(id, what, it -> it.call(ref, name, json, options), result -> result);
      case "tell" -> ask(id, what, it -> it.tell(ref, name, json, options), JsonText::quote);
      case "create" -> create(id, what, ref, asked.path("init").asText(), options);
      case "delete" -> ask(id, what, it -> it.delete(ref, options), repeated -> null);
      case "subscribe" -> subscribe(id, what, ref, asked, options);
      default -> ask(id, what, it -> orNothing(it.read(ref, options)), TestServer::stateOf);
    }
  }

  private <T extends @Nullable Object> void ask(
      long id,
      String what,
      Function<ActorRuntime, CompletableFuture<T>> request,
      Function<T, @Nullable String> json) {
    answers.when(id, what, server.ask(request), json);
  }

  private void create(long id, String what, ActorRef ref, String init, CallOptions options) {
    if (exists(ref)) {
      throw new ActjsException(
          ProblemCode.Conflict, ref.className() + "/" + ref.id() + " exists already");
    }
    ask(id, what, it -> it.open(ref, init, options), view -> null);
  }

  private static @Nullable String stateOf(@Nullable ActorView view) {
    return view == null ? null : view.state();
  }

  /** An actor that is not there has no state. */
  private static CompletableFuture<@Nullable ActorView> orNothing(
      CompletableFuture<ActorView> reading) {
    return reading.handle(
        (view, failure) -> {
          if (failure == null) {
            return view;
          }
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (cause instanceof ActjsException known
              && (known.code() == ProblemCode.ActorNotFound || known.code() == ProblemCode.Gone)) {
            return null;
          }
          throw failure instanceof CompletionException e ? e : new CompletionException(cause);
        });
  }

  private static CallOptions optionsOf(JsonNode asked) {
    CallOptions options =
        new CallOptions(null, asked.path("deadlineMs").asLong())
            .by(principalOf(asked.path("principal")))
            .keyed(asked.hasNonNull("key") ? asked.path("key").asText() : null);
    return asked.hasNonNull("ifSeq") ? options.ifSeq(asked.path("ifSeq").asLong()) : options;
  }

  private static @Nullable Principal principalOf(JsonNode json) {
    return json.isObject()
        ? new Principal(
            json.path("sub").asText(),
            texts(json.path("roles")),
            json.hasNonNull("tenant") ? json.path("tenant").asText() : null,
            texts(json.path("capabilities")),
            json.path("claims").asText())
        : null;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private void subscribe(long id, String what, ActorRef ref, JsonNode asked, CallOptions options) {
    long recorder = asked.path("recorder").asLong();
    String who = asked.hasNonNull("who") ? asked.path("who").asText() : null;
    // Who gives no name gets one, and the same in every run.
    Introduction self =
        who == null
            ? new Introduction("subscriber-" + recorder, false, null, false)
            : Introduction.of(who, null, false);
    ask(
        id,
        what,
        it -> it.subscribe(ref, null, self, recordings.of(number, recorder), options),
        subscription -> {
          subscriptions.put(recorder, subscription);
          return null;
        });
  }

  private void unsubscribe(long id, JsonNode asked) {
    Subscription subscription = subscriptions.remove(asked.path("recorder").asLong());
    if (subscription != null) {
      subscription.close();
    }
    answers.result(id, null);
  }

  private void advance(long id, JsonNode asked, BooleanSupplier mayGoOn) {
    int fired = server.advance(asked.path("ms").asLong(), mayGoOn);
    answers.result(
        id,
        "{\"fired\":%d,\"now\":%d,\"most\":%b}"
            .formatted(fired, server.clock().nowMs(), fired >= SteppedRuntime.MOST_FIRINGS));
  }

  private void failNext(JsonNode asked) {
    Fault fault =
        switch (asked.path("how").asText()) {
          case "after" -> Fault.FAIL_AFTER;
          case "crash-before" -> Fault.CRASH_BEFORE;
          case "crash-after" -> Fault.CRASH_AFTER;
          default -> Fault.FAIL_BEFORE;
        };
    server.failNext(asked.path("operation").asText(), fault);
  }

  private boolean exists(ActorRef ref) {
    ActorHead head = server.disk().head(ref);
    return head != null && head.seq() > 0 && head.phase() == ActorHead.Phase.LIVE;
  }

  private String events(ActorRef ref) {
    List<String> events = new ArrayList<>();
    for (TurnRecord turn : server.disk().readJournal(ref, 1, Integer.MAX_VALUE)) {
      if (turn.change() instanceof Change.Events(String json)) {
        Json.parse(json).forEach(event -> events.add(Json.compact(event)));
      }
    }
    return array(events);
  }

  private String emitted(ActorRef ref) {
    return array(server.emitted(ref).stream().map(Recordings::messageOf).toList());
  }

  private String reminders(JsonNode asked) {
    List<ActorRef> refs =
        asked.hasNonNull("ref")
            ? List.of(refOf(asked))
            : server.disk().heads(null, null, MOST_LISTED).stream().map(ActorHead::ref).toList();
    return refs.stream()
        .flatMap(ref -> remindersOf(ref).stream())
        .sorted((one, other) -> Long.compare(one.dueAt(), other.dueAt()))
        .map(
            reminder ->
                "{\"id\":%s,\"actor\":%s,\"at\":%d,\"every\":%d,\"type\":%s,\"payload\":%s}"
                    .formatted(
                        JsonText.quote(reminder.id()),
                        address(reminder.target()),
                        reminder.dueAt(),
                        reminder.everyMs(),
                        JsonText.quote(reminder.type()),
                        reminder.payload()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private List<InboxMessage> remindersOf(ActorRef ref) {
    return Reminders.of(server.disk(), ref, server.clock().nowMs(), MOST_LISTED, reminder -> {});
  }

  private String deadLetters(JsonNode asked) {
    DeadLetterQuery query =
        asked.hasNonNull("ref") ? DeadLetterQuery.of(refOf(asked)) : DeadLetterQuery.ALL;
    return array(
        server.disk().deadLetters(query, MOST_LISTED).reversed().stream()
            .map(TestServer::letterOf)
            .toList());
  }

  private static String letterOf(DeadLetter letter) {
    InboxMessage message = letter.message();
    return "{\"id\":%s,\"actor\":%s,\"type\":%s,\"payload\":%s,\"reason\":%s}"
        .formatted(
            JsonText.quote(message.id()),
            address(message.target()),
            JsonText.quote(message.type()),
            message.payload(),
            JsonText.quote(letter.reason()));
  }

  private static String address(ActorRef ref) {
    return "{\"class\":%s,\"id\":%s}"
        .formatted(JsonText.quote(ref.className()), JsonText.quote(ref.id()));
  }

  static String array(List<String> elements) {
    return String.join(",", elements).transform(all -> "[" + all + "]");
  }
}
