package io.actjs.actjsd.ws;

import io.actjs.actjsd.feed.LiveSubscription;
import io.actjs.actjsd.http.Admission;
import io.actjs.actjsd.http.FailedRequests;
import io.actjs.actjsd.http.Pin;
import io.actjs.actjsd.http.Pins;
import io.actjs.actjsd.rate.RateGate;
import io.actjs.actjsd.rate.Sent;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.subscription.Introduction;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.wire.JsonText;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the frames of one connection ask for, and keeps its subscriptions. */
final class Conversation {
  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

  private final ActorRuntime runtime;
  private final Admission admission;
  private final Pins pins;
  private final RateGate rates;
  private final Sender sender;
  private final PinText pinned;
  private final SocketConnection connection;
  private final RpcSession rpc;
  private final Map<String, LiveSubscription> subscriptions = new ConcurrentHashMap<>();
  private final CallsUnderWay calls = new CallsUnderWay();
  private volatile boolean ended;

  /**
   * @param sender who opened the connection
   * @param pinned what requests are pinned to that say nothing themselves
   */
  Conversation(SocketServer server, SocketConnection connection, Sender sender, PinText pinned) {
    this.runtime = server.runtime();
    this.admission = server.admission();
    this.pins = server.pins();
    this.rates = server.rates();
    this.sender = sender;
    this.pinned = pinned;
    this.connection = connection;
    this.rpc = new RpcSession(server.limits(), server.memory());
  }

  /** From now on no answer is sent, until {@link #opened}. */
  void opening() {
    rpc.opening();
  }

  void opened() {
    rpc.opened();
  }

  /** Bytes of requests that are not answered yet. */
  long inFlightBytes() {
    return rpc.inFlightBytes();
  }

  /** Requests that are not answered yet. */
  int inFlight() {
    return rpc.inFlight();
  }

  /** What the frame asks for. */
  RpcAction receive(String frame) {
    return rpc.receive(frame);
  }

  /** Whether it can be begun without a look into storage. */
  boolean isAtHand(RpcAction action) {
    return switch (action) {
      case RpcAction.Call call -> isAtHand(call.ref(), call.terms().pin());
      case RpcAction.Tell tell -> isAtHand(tell.ref(), tell.terms().pin());
      case RpcAction.Subscribe subscribe -> isAtHand(subscribe.ref(), subscribe.pin());
      case RpcAction.Send send -> true;
      case RpcAction.Ignore ignore -> true;
      case RpcAction.Unsubscribe unsubscribe -> true;
      case RpcAction.Credit credit -> true;
      case RpcAction.Cancel cancel -> true;
      case RpcAction.Batch batch -> batch.actions().stream().allMatch(this::isAtHand);
      case RpcAction.Presence presence -> true;
    };
  }

  private boolean isAtHand(ActorRef ref, PinText own) {
    Sent sent = sent("");
    return pins.isAtHand(own.or(pinned).manifest())
        && rates.isAtHand(sent)
        && rates.isAtHand(sent, ref.className());
  }

  private Sent sent(String operation) {
    return new Sent(sender.identity().principal(), sender.address(), operation);
  }

  /** Begins it; the answer comes by itself. */
  void act(RpcAction action) {
    switch (action) {
      case RpcAction.Send(String reply) -> send(reply);
      case RpcAction.Ignore ignore -> {}
      case RpcAction.Call call -> call(call);
      case RpcAction.Tell tell -> tell(tell);
      case RpcAction.Subscribe subscribe -> subscribe(subscribe);
      case RpcAction.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
      case RpcAction.Credit(var ticket, var callId, var more) ->
          tell(ticket, calls.grant(callId, more));
      case RpcAction.Cancel(var ticket, var callId) -> tell(ticket, calls.cancel(callId));
      case RpcAction.Batch(var actions, var batch) -> {
        actions.forEach(this::act);
        String whole = batch.answered(null, null);
        if (whole != null) {
          send(whole);
        }
      }
      case RpcAction.Presence presence -> presence(presence);
    }
  }

  private void call(RpcAction.Call action) {
    RpcTicket ticket = action.ticket();
    Pin pin = admit(ticket, action.ref(), action.terms().pin());
    if (pin == null) {
      return;
    }
    CallOptions options = options(action.terms(), pin, action.deadlineMs(), ticket);
    if (action.credit() > 0) {
      stream(action, pin, options);
      return;
    }
    CompletableFuture<Answer.Result> call =
        runtime.ask(action.ref(), action.method(), action.args(), options);
    CallsUnderWay.Call underWay = new PlainCall(call);
    calls.begun(ticket, options.key() != null, underWay);
    var unused =
        call.whenComplete(
            (answer, error) -> {
              calls.ended(ticket, underWay);
              called(action, pin, answer, error);
            });
  }

  private void stream(RpcAction.Call action, Pin pin, CallOptions options) {
    RpcTicket ticket = action.ticket();
    StreamedReply reply =
        new StreamedReply(
            connection,
            Objects.requireNonNull(ticket.id()),
            action.credit(),
            (stream, result, error) -> {
              calls.ended(ticket, stream);
              called(action, pin, result, error);
            });
    reply.begin(
        asked ->
            runtime.stream(action.ref(), action.method(), action.args(), options, asked, reply));
    calls.begun(ticket, options.key() != null, reply);
    if (reply.hasEnded()) {
      calls.ended(ticket, reply);
    }
  }

  /** A call whose client takes the result alone. */
  private record PlainCall(CompletableFuture<Answer.Result> answer) implements CallsUnderWay.Call {
    @Override
    public boolean grant(long more) {
      return false;
    }

    @Override
    public boolean cancel() {
      return answer.cancel(true);
    }
  }

  /** A call has ended, one way or the other. */
  private void called(
      RpcAction.Call action, Pin pin, Answer.@Nullable Result answer, @Nullable Throwable error) {
    RpcTicket ticket = action.ticket();
    finish(
        ticket,
        error == null
            ? called(ticket, Objects.requireNonNull(answer), pin)
            : failed(ticket, warned(error, action.ref(), pin)));
  }

  /** Answers at once whether something was done. */
  private void tell(RpcTicket ticket, boolean done) {
    say(ticket, rpc.succeeded(ticket, done ? "{\"ok\":true}" : "{\"ok\":false}", null));
  }

  private CallOptions options(RpcAction.Terms terms, Pin pin, long deadlineMs, RpcTicket ticket) {
    return terms.apply(
        pin.options(deadlineMs).traced(ticket.name()).by(sender.identity().caller()));
  }

  private @Nullable String called(RpcTicket ticket, Answer.Result answer, Pin pin) {
    ClassRef ran = answer.ran();
    return rpc.called(
        ticket, answer.json(), ran.version().toString(), answer.seq(), pin.warnings(ran));
  }

  /** The error of a handler, which says it too when another version ran than the pinned one. */
  private static Throwable warned(Throwable error, ActorRef ref, Pin pin) {
    if (!(error instanceof ActjsException failure)) {
      return error;
    }
    ClassRef ran = Pin.ranBefore(ref.className(), failure);
    String missed = ran == null ? null : pin.missed(ran);
    if (missed == null) {
      return error;
    }
    Map<String, String> members = new TreeMap<>(failure.members());
    members.put("warning", JsonText.quote(missed));
    return new ActjsException(failure.code(), failure.detail(), members, failure.getCause());
  }

  private void tell(RpcAction.Tell action) {
    RpcTicket ticket = action.ticket();
    Pin pin = admit(ticket, action.ref(), action.terms().pin());
    if (pin != null) {
      answer(
          ticket,
          runtime.tell(
              action.ref(),
              action.type(),
              action.payload(),
              options(action.terms(), pin, 0, ticket)),
          id -> rpc.succeeded(ticket, "{\"messageId\":" + JsonText.quote(id) + "}", pin.warning()));
    }
  }

  private void subscribe(RpcAction.Subscribe action) {
    RpcTicket ticket = action.ticket();
    String id = action.subscriptionId();
    Pin pin = admit(ticket, action.ref(), action.pin());
    if (pin == null) {
      rpc.released(action.ref(), id);
      return;
    }
    Introduction said = action.self();
    Introduction self = said == null ? Introduction.anonymous() : said;
    LiveSubscription live = new LiveSubscription(action.ref(), id, connection);
    subscriptions.put(id, live);
    if (ended) {
      // end() may have looked at the map before: then this one is ended here.
      live.cut();
    }
    var unused =
        runtime
            .subscribe(
                action.ref(),
                action.from(),
                self,
                live,
                pin.options().traced(ticket.name()).by(sender.identity().caller()))
            .whenComplete(
                (subscription, error) -> {
                  if (error == null) {
                    live.attached(subscription);
                    finish(action.ticket(), subscribed(action, subscription, pin));
                  } else {
                    if (live.end()) {
                      forget(live);
                    }
                    finish(ticket, failed(ticket, error));
                  }
                });
  }

  private @Nullable String subscribed(
      RpcAction.Subscribe action, Subscription subscription, Pin pin) {
    String result = "{\"subscriptionId\":" + JsonText.quote(action.subscriptionId());
    if (action.self() != null) {
      result += ",\"who\":" + JsonText.quote(action.self().who());
    }
    if (action.from() != null) {
      result += ",\"resumed\":" + subscription.isResumed();
    }
    Version version = subscription.version();
    if (version == null) {
      return rpc.succeeded(action.ticket(), result + "}", pin.warning());
    }
    ClassRef ran = new ClassRef(action.ref().className(), version);
    return rpc.succeeded(
        action.ticket(), result + ",\"version\":\"" + version + "\"}", pin.warnings(ran));
  }

  private void unsubscribe(RpcAction.Unsubscribe action) {
    LiveSubscription live = subscriptions.get(action.subscriptionId());
    boolean wasLive = live != null && live.end();
    if (wasLive) {
      forget(live);
    }
    tell(action.ticket(), wasLive);
  }

  /** Costs the actor no turn. */
  private void presence(RpcAction.Presence action) {
    LiveSubscription live = subscriptions.get(action.subscriptionId());
    try {
      tell(action.ticket(), live != null && live.tell(action.data()));
    } catch (ActjsException e) {
      say(action.ticket(), failed(action.ticket(), e));
    }
  }

  /** The subscription has ended: its id is free. */
  void forget(LiveSubscription live) {
    subscriptions.remove(live.id(), live);
    rpc.released(live.ref(), live.id());
  }

  /** The client has read what it was sent. */
  void drained() {
    calls.drained();
  }

  /**
   * The connection is gone: calls that have not begun are not done, and those that wait for
   * something are undone, unless their client may ask again under their key.
   */
  void end() {
    ended = true;
    calls.leaveAll();
    subscriptions.values().forEach(LiveSubscription::cut);
    subscriptions.clear();
  }

  /** Replies when the work is done. */
  private <T extends @Nullable Object> void answer(
      RpcTicket ticket, CompletableFuture<T> work, Function<T, @Nullable String> reply) {
    var unused =
        work.whenComplete(
            (value, error) ->
                finish(ticket, error == null ? reply.apply(value) : failed(ticket, error)));
  }

  /**
   * Lets a request in, unless the daemon stops or what it is pinned to may not run; null when it
   * was refused.
   *
   * @param own what the request says itself
   */
  private @Nullable Pin admit(RpcTicket ticket, ActorRef ref, PinText own) {
    try {
      Sent sent = sent(ticket.request().method());
      rates.take(sent);
      PinText said = own.or(pinned);
      Pin pin = pins.of(said.manifest(), said.mode());
      rates.takeOfClass(sent, ref.className(), pin.manifest());
      admission.enter();
      return pin;
    } catch (ActjsException e) {
      say(ticket, failed(ticket, e));
      return null;
    }
  }

  /** Sends the answer of a request, if it gets one, or keeps it for that of its batch. */
  private void say(RpcTicket ticket, @Nullable String reply) {
    RpcBatch batch = ticket.batch();
    if (batch == null) {
      if (reply != null) {
        connection.reply(reply, ticket.id());
      }
      return;
    }
    String whole = batch.answered(ticket.id(), reply);
    if (whole != null) {
      send(whole);
    }
  }

  private void finish(RpcTicket ticket, @Nullable String reply) {
    say(ticket, reply);
    admission.leave();
    connection.requestEnded();
  }

  private @Nullable String failed(RpcTicket ticket, Throwable error) {
    if (!(error instanceof ActjsException problem)) {
      LOG.error("the runtime failed a request without a reason: {}", ticket.name(), error);
      return rpc.failed(
          ticket,
          new ActjsException(
              ProblemCode.InternalError,
              FailedRequests.UNFORESEEN,
              FailedRequests.members(ticket.name()),
              null));
    }
    if (problem.getCause() != null && problem.code().httpStatus() >= 500) {
      FailedRequests.log("a request of a WebSocket", ticket.name(), problem);
      Map<String, String> members = new TreeMap<>(problem.members());
      members.putAll(FailedRequests.members(ticket.name()));
      return rpc.failed(
          ticket, new ActjsException(problem.code(), problem.detail(), members, null));
    }
    return rpc.failed(ticket, problem);
  }

  private void send(String frame) {
    connection.send(frame);
  }
}
