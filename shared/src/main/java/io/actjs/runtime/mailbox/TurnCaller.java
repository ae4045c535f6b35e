package io.actjs.runtime.mailbox;

import io.actjs.engine.Frame;
import io.actjs.model.ActorRef;
import io.actjs.model.CallChain;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.RequestKey;
import io.actjs.model.access.Principal;
import io.actjs.wire.JsonText;
import io.actjs.wire.PrincipalText;
import org.jspecify.annotations.Nullable;

/** What a turn is told of the request that it serves. */
public final class TurnCaller {
  private TurnCaller() {}

  public static Frame.Caller of(Delivery delivery) {
    boolean tells = delivery.kind() == Envelope.Kind.TELL;
    return of(delivery.envelope().headers(), sender(delivery), tells);
  }

  /** Of the turn that makes an actor, for the delivery that it is made for. */
  public static Frame.Caller ofStart(Delivery first) {
    return of(first.envelope().headers().ofTell(), sender(first), false);
  }

  /** For whom and by which actor something is sent. */
  public record Sender(@Nullable Principal principal, @Nullable ActorRef actor) {
    public static Sender of(Delivery delivery) {
      return new Sender(delivery.envelope().headers().principal(), sender(delivery));
    }
  }

  private static Frame.Caller of(Headers headers, @Nullable ActorRef actor, boolean tells) {
    String principal = headers.principal() == null ? null : PrincipalText.of(headers.principal());
    String request = request(headers, actor, tells);
    return principal == null && request == null
        ? Frame.Caller.NOBODY
        : new Frame.Caller(principal, request);
  }

  private static @Nullable ActorRef sender(Delivery delivery) {
    InboxMessage message = delivery.stored();
    if (message != null) {
      return message.sendingActor();
    }
    CallChain callers = delivery.envelope().headers().callers();
    return callers == null ? null : callers.actor();
  }

  private static @Nullable String request(
      Headers headers, @Nullable ActorRef actor, boolean tells) {
    String id = headers.trace();
    RequestKey key = headers.requestKey();
    String keyText = key == null ? null : key.text();
    if (id == null && actor == null && keyText == null && !tells) {
      return null;
    }
    StringBuilder json = new StringBuilder(64);
    if (actor != null) {
      JsonText.quote(actor.className(), json.append(",\"actor\":{\"class\":"));
      JsonText.quote(actor.id(), json.append(",\"id\":"));
      json.append('}');
    }
    member(json, "id", id);
    member(json, "key", keyText);
    if (tells) {
      json.append(",\"tell\":true");
    }
    json.setCharAt(0, '{');
    return json.append('}').toString();
  }

  private static void member(StringBuilder json, String name, @Nullable String text) {
    if (text != null) {
      JsonText.quote(text, json.append(",\"").append(name).append("\":"));
    }
  }
}
