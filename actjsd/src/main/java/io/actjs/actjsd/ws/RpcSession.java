package io.actjs.actjsd.ws;

import io.actjs.actjsd.feed.PositionText;
import io.actjs.actjsd.http.Deadline;
import io.actjs.actjsd.http.RequestName;
import io.actjs.actjsd.http.RequestTerms;
import io.actjs.actjsd.http.WholeNumber;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import io.actjs.model.ProblemCode;
import io.actjs.model.RequestKey;
import io.actjs.model.Utf8;
import io.actjs.policy.Budget;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.subscription.Introduction;
import io.actjs.wire.JsonText;
import io.actjs.wire.RawJson;
import io.actjs.wire.RpcBatchText;
import io.actjs.wire.RpcFrames;
import io.actjs.wire.RpcRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One JSON-RPC 2.0 conversation without its socket: frames in, actions out; results in, frames out.
 *
 * <p>Subscription ids are {@code <class>:<actor id>#<n>}, n the lowest number from 1 that no other
 * subscription of this connection to that actor has. So a client that reconnects and subscribes
 * again gets the id that it knows.
 *
 * <p>Thread-safe; every method returns at once.
 */
final class RpcSession {
  private static final long MOST_CREDIT = 1_000_000;

  /** What the names of its requests begin with. */
  private final String name = RequestName.next();

  private final RepeatedFrames repeated = new RepeatedFrames();
  private final Map<ActorRef, BitSet> ordinals = new HashMap<>();
  private final SocketLimits limits;
  private final Budget memory;
  private int subscriptions;

  /** Changes under the lock only. */
  private volatile int inFlight;

  /** Changes under the lock only. */
  private volatile long inFlightBytes;

  /** Requests that were received and not yet answered. */
  int inFlight() {
    return inFlight;
  }

  /** Bytes of those requests. */
  long inFlightBytes() {
    return inFlightBytes;
  }

  /** From now on no answer is sent, until {@link #opened}. */
  synchronized void opening() {
    repeated.opening();
  }

  synchronized void opened() {
    repeated.opened();
  }

  /**
   * @param memory what the answers of a batch are charged to
   */
  RpcSession(SocketLimits limits, Budget memory) {
    this.limits = limits;
    this.memory = memory;
  }

  RpcAction receive(String frame) {
    if (RpcBatchText.isBatch(frame)) {
      return batch(frame);
    }
    RpcRequest request;
    try {
      request = RpcRequest.parse(frame);
    } catch (RpcRequest.InvalidFrame e) {
      return new RpcAction.Send(e.reply());
    }
    return receive(request, null);
  }

  private RpcAction batch(String frame) {
    List<String> frames;
    try {
      frames = RpcBatchText.split(frame, limits.batch());
    } catch (RpcRequest.InvalidFrame e) {
      return new RpcAction.Send(e.reply());
    }
    RpcBatch batch = new RpcBatch(memory, limits.unsent().backlogBytes() / 2);
    List<RpcAction> actions = new ArrayList<>(frames.size());
    for (String each : frames) {
      RpcAction action;
      try {
        action = receive(RpcRequest.parse(each), batch);
      } catch (RpcRequest.InvalidFrame e) {
        action = new RpcAction.Send(e.reply());
      }
      if (action instanceof RpcAction.Send(String reply)) {
        batch.refused(reply);
      } else if (!(action instanceof RpcAction.Ignore)) {
        batch.begin();
        actions.add(action);
      }
    }
    return new RpcAction.Batch(actions, batch);
  }

  private synchronized RpcAction receive(RpcRequest request, @Nullable RpcBatch batch) {
    String id = request.id();
    // Only a frame of one request is sent twice by accident.
    boolean mayRepeat = id != null && batch == null;
    if (mayRepeat && repeated.isRepeated(request)) {
      return new RpcAction.Ignore();
    }
    RpcTicket ticket = new RpcTicket(request, RequestName.of(name, id), batch);
    try {
      RpcAction action = action(ticket, request);
      if (isWork(action)) {
        inFlight++;
        inFlightBytes += ticket.bytes();
        if (mayRepeat) {
          repeated.begin(request);
        }
      }
      return action;
    } catch (ActjsException e) {
      return refusal(
          id,
          replyTo ->
              e.code() == ProblemCode.SchemaInvalid
                  ? RpcFrames.invalidParams(replyTo, e.detail())
                  : RpcFrames.error(replyTo, e));
    }
  }

  private static boolean isWork(RpcAction action) {
    return switch (action) {
      case RpcAction.Send send -> false;
      case RpcAction.Ignore ignore -> false;
      case RpcAction.Batch batch -> false;
      case RpcAction.Call call -> true;
      case RpcAction.Tell tell -> true;
      case RpcAction.Subscribe subscribe -> true;
      case RpcAction.Unsubscribe unsubscribe -> true;
      case RpcAction.Credit credit -> true;
      case RpcAction.Cancel cancel -> true;
      case RpcAction.Presence presence -> true;
    };
  }

  private RpcAction action(RpcTicket ticket, RpcRequest request) {
    RpcRequest.Params params = request.params();
    return switch (request.method()) {
      case "actor.call" ->
          new RpcAction.Call(
              ticket,
              ref(params),
              required(params.method(), "method"),
              arguments(params.args()),
              deadline(params.deadlineMs()),
              terms(params),
              streamed(ticket, params.credit()));
      case "actor.credit" ->
          new RpcAction.Credit(ticket, callId(params), credit(present(params.credit(), "credit")));
      case "actor.cancel" -> new RpcAction.Cancel(ticket, callId(params));
      case "actor.tell" ->
          new RpcAction.Tell(
              ticket,
              ref(params),
              required(params.type(), "type"),
              arguments(params.payload()),
              terms(params));
      case "actor.subscribe" -> subscribe(ticket, ref(params), params);
      case "actor.unsubscribe" -> {
        requireObject(params);
        yield new RpcAction.Unsubscribe(
            ticket, required(params.subscriptionId(), "subscriptionId"));
      }
      case "actor.presence" -> {
        requireObject(params);
        String data = params.data();
        if (data == null) {
          throw new ActjsException(ProblemCode.SchemaInvalid, "missing `data`, any JSON");
        }
        yield new RpcAction.Presence(
            ticket, required(params.subscriptionId(), "subscriptionId"), data);
      }
      default -> refusal(ticket.id(), id -> RpcFrames.unknownMethod(id, request.method()));
    };
  }

  private static RpcAction.Terms terms(RpcRequest.Params params) {
    return new RpcAction.Terms(
        pin(params),
        key(params.idempotencyKey()),
        ifSeq(params.ifSeq()),
        mutationId(params.mutationId()));
  }

  private static @Nullable String key(@Nullable String raw) {
    String key = text("idempotencyKey", raw);
    return key == null ? null : RequestKey.requireKey(key);
  }

  private static @Nullable String mutationId(@Nullable String raw) {
    String id = text("mutationId", raw);
    return id == null ? null : CallOptions.requireMutationId(id);
  }

  private static @Nullable String text(String name, @Nullable String raw) {
    if (raw == null || raw.equals("null")) {
      return null;
    }
    String text = RawJson.stringValue(raw);
    if (text == null) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "`" + name + "` must be a string");
    }
    return text;
  }

  private static long ifSeq(@Nullable String raw) {
    if (raw == null || raw.equals("null")) {
      return -1;
    }
    String text = RawJson.stringValue(raw);
    return RequestTerms.seq("ifSeq", text == null ? raw : text);
  }

  private static long streamed(RpcTicket ticket, @Nullable String raw) {
    if (raw == null || raw.equals("null")) {
      return 0;
    }
    if (ticket.id() == null) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "`credit` asks for values, and this request has no id");
    }
    return credit(raw);
  }

  private static long credit(String raw) {
    return WholeNumber.parse("credit", raw, 1, MOST_CREDIT);
  }

  private static String callId(RpcRequest.Params params) {
    requireObject(params);
    return present(params.callId(), "callId");
  }

  private static String present(@Nullable String raw, String name) {
    if (raw == null) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "missing `" + name + "`");
    }
    return raw;
  }

  private static PinText pin(RpcRequest.Params params) {
    return new PinText(params.manifest(), params.pin());
  }

  private RpcAction subscribe(RpcTicket ticket, ActorRef ref, RpcRequest.Params params) {
    Position from = PositionText.parse("fromSeq", params.fromSeq());
    Introduction self = self(params);
    if (subscriptions >= limits.subscriptions()) {
      throw new ActjsException(
          ProblemCode.SubscriberLimit,
          "this connection has "
              + limits.subscriptions()
              + " subscriptions; unsubscribe some first");
    }
    BitSet taken = ordinals.computeIfAbsent(ref, key -> new BitSet());
    int ordinal = taken.nextClearBit(1);
    taken.set(ordinal);
    subscriptions++;
    String id = ref.className() + ":" + ref.id() + "#" + ordinal;
    return new RpcAction.Subscribe(ticket, ref, id, pin(params), from, self);
  }

  private static @Nullable Introduction self(RpcRequest.Params params) {
    String raw = present(params.who());
    String data = present(params.presence());
    String who = raw == null ? null : RawJson.stringValue(raw);
    if (raw != null && who == null) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "`who` must be a string");
    }
    boolean saysNothing = who == null && data == null;
    return saysNothing ? null : Introduction.of(who, data, data != null);
  }

  private static @Nullable String present(@Nullable String raw) {
    return raw == null || raw.equals("null") ? null : raw;
  }

  /** The subscription has ended or did not come about: its id is free again. */
  synchronized void released(ActorRef ref, String subscriptionId) {
    int ordinal = Integer.parseInt(subscriptionId.substring(subscriptionId.lastIndexOf('#') + 1));
    BitSet taken = ordinals.get(ref);
    if (taken == null || !taken.get(ordinal)) {
      throw new IllegalStateException("not a live subscription: " + subscriptionId);
    }
    taken.clear(ordinal);
    subscriptions--;
    if (taken.isEmpty()) {
      ordinals.remove(ref);
    }
  }

  /**
   * The reply to a call that ended well, or null.
   *
   * @param version the class version that ran
   * @param seq what subscribers have been shown when they have seen the call; negative to say
   *     nothing of it
   * @param warning about the pin, or null
   */
  @Nullable String called(
      RpcTicket ticket,
      @Nullable String result,
      String version,
      long seq,
      @Nullable String warning) {
    return answer(ticket, id -> RpcFrames.callResult(id, result, version, seq, warning));
  }

  /**
   * The reply to another request that ended well, or null.
   *
   * @param result raw JSON of an object that has members
   * @param warning about the pin, or null
   */
  @Nullable String succeeded(RpcTicket ticket, String result, @Nullable String warning) {
    return answer(
        ticket, id -> RpcFrames.result(id, warning == null ? result : warned(result, warning)));
  }

  private static String warned(String result, String warning) {
    String open = result.substring(0, result.length() - 1);
    return open + ",\"warning\":" + JsonText.quote(warning) + '}';
  }

  /** The reply to a request that failed, or null. */
  @Nullable String failed(RpcTicket ticket, ActjsException error) {
    return answer(ticket, id -> RpcFrames.error(id, error));
  }

  private @Nullable String answer(RpcTicket ticket, UnaryOperator<String> render) {
    String id = ticket.id();
    String reply = id == null ? null : render.apply(id);
    synchronized (this) {
      inFlight--;
      inFlightBytes -= ticket.bytes();
      assert inFlight >= 0 && inFlightBytes >= 0;
      if (reply != null && ticket.batch() == null) {
        repeated.end(ticket.request());
      }
    }
    return reply;
  }

  private static RpcAction refusal(@Nullable String id, UnaryOperator<String> render) {
    return id == null ? new RpcAction.Ignore() : new RpcAction.Send(render.apply(id));
  }

  private static ActorRef ref(RpcRequest.Params params) {
    requireObject(params);
    return new ActorRef(required(params.className(), "class"), required(params.id(), "id"));
  }

  private static void requireObject(RpcRequest.Params params) {
    if (!params.isObject()) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "expected object params");
    }
  }

  private static String required(@Nullable String value, String name) {
    if (value == null) {
      throw new ActjsException(ProblemCode.SchemaInvalid, "missing string `" + name + "`");
    }
    if (Utf8.loneSurrogate(value) >= 0) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "`" + name + "` has half of a surrogate pair in it");
    }
    return value;
  }

  private static String arguments(@Nullable String raw) {
    return raw == null || raw.equals("null") ? "{}" : raw;
  }

  private static long deadline(@Nullable String raw) {
    return raw == null || raw.equals("null") ? 0 : Deadline.parse("deadlineMs", raw);
  }
}
