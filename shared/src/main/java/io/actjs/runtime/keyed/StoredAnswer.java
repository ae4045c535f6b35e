package io.actjs.runtime.keyed;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.KeyedReply;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.policy.Charge;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.wire.JsonText;
import io.actjs.wire.RawJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form in which answers are stored, a JSON object: <code>{"version", "seq", "result"}</code> of
 * a turn that ended well, <code>{"code", "detail", "members", "aborted"}</code> of one that was
 * refused, <code>{"messageId"}</code> of a message that was accepted.
 */
public final class StoredAnswer {
  private StoredAnswer() {}

  /**
   * @param json what the handler returned, raw JSON; null for nothing
   * @param seq as in the {@link Answer.Result}
   */
  public static String result(@Nullable String json, Version ran, long seq) {
    String told = seq == Answer.Result.UNTOLD ? "" : "\"seq\":\"" + seq + "\",";
    String version = '{' + told + "\"version\":\"" + ran + '"';
    return json == null ? version + '}' : version + ",\"result\":" + json + '}';
  }

  public static String refusal(ActjsException reason) {
    StringBuilder json = new StringBuilder("{\"code\":\"").append(reason.code());
    JsonText.quote(reason.detail(), json.append("\",\"detail\":"));
    json.append(",\"aborted\":").append(reason.isAborted()).append(",\"members\":{");
    String comma = "";
    for (Map.Entry<String, String> member : reason.members().entrySet()) {
      JsonText.quote(member.getKey(), json.append(comma));
      json.append(':').append(member.getValue());
      comma = ",";
    }
    return json.append("}}").toString();
  }

  public static String message(String id) {
    return "{\"messageId\":" + JsonText.quote(id) + '}';
  }

  /** The id of the message that was accepted. */
  public static String messageId(KeyedReply reply) {
    return text(RawJson.members(reply.answer()), "messageId");
  }

  /** Answers a repetition as the first request was answered. */
  public static void give(KeyedReply reply, Delivery repetition) {
    Map<String, String> members = RawJson.members(reply.answer());
    if (members.containsKey("code")) {
      repetition.fail(refusal(members).repeated());
    } else {
      Version version = Version.parse(text(members, "version"));
      ClassRef ran = new ClassRef(reply.ref().className(), version);
      repetition.answer(
          new Answer.Result(members.get("result"), ran, Charge.NONE, seq(members), true));
    }
  }

  private static ActjsException refusal(Map<String, String> members) {
    String detail = text(members, "detail");
    Map<String, String> more = RawJson.members(members.getOrDefault("members", "{}"));
    return "true".equals(members.get("aborted"))
        ? ActjsException.aborted(detail, more)
        : new ActjsException(ProblemCode.valueOf(text(members, "code")), detail, more, null);
  }

  /** Answers that an earlier release stored have none. */
  private static long seq(Map<String, String> members) {
    return members.containsKey("seq") ? Long.parseLong(text(members, "seq")) : Answer.Result.UNTOLD;
  }

  private static String text(Map<String, String> members, String name) {
    String raw = members.get(name);
    String text = raw == null ? null : RawJson.stringValue(raw);
    if (text == null) {
      throw new ActjsException(
          ProblemCode.StoreDamaged, "a stored reply has no \"" + name + "\": it is damaged");
    }
    return text;
  }
}
