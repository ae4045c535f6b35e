package io.actjs.runtime.mailbox;

import io.actjs.engine.Frame;
import io.actjs.model.ActorRef;
import io.actjs.model.CallChain;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.RequestKey;
import io.actjs.wire.JsonText;
import io.actjs.wire.PrincipalText;
import org.jspecify.annotations.Nullable;

/** What a turn is told of the request that it serves. */
public final class TurnCaller {
  private TurnCaller() {}

  public static Frame.Caller of(Delivery delivery) {
    Headers headers = delivery.envelope().headers();
    return of(headers, sender(delivery));
  }

  /** Of a turn that no stored message and no call of an actor brought. */
  public static Frame.Caller of(Headers headers) {
    return of(headers, null);
  }

  private static Frame.Caller of(Headers headers, @Nullable ActorRef actor) {
    String principal = headers.principal() == null ? null : PrincipalText.of(headers.principal());
    String request = request(headers, actor);
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

  private static @Nullable String request(Headers headers, @Nullable ActorRef actor) {
    String id = headers.trace();
    RequestKey key = headers.requestKey();
    String keyText = key == null ? null : key.text();
    if (id == null && actor == null && keyText == null) {
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
    json.setCharAt(0, '{');
    return json.append('}').toString();
  }

  private static void member(StringBuilder json, String name, @Nullable String text) {
    if (text != null) {
      JsonText.quote(text, json.append(",\"").append(name).append("\":"));
    }
  }
}
