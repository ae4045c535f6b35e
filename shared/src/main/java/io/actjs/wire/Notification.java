package io.actjs.wire;

import io.actjs.model.ClassKind;
import io.actjs.model.Position;
import org.jspecify.annotations.Nullable;

/** What a subscriber is told of an actor, whichever way. States and changes are raw JSON text. */
public sealed interface Notification {
  /** What tells the state and its changes; all that the original server sends. */
  String EVENT = "actor.event";

  /** The whole state. */
  record Snapshot(Position at, String state) implements Notification {}

  /**
   * A change, or several that were missed as one.
   *
   * @param kind {@code EVENTS} when it consists of events, else of a patch
   * @param prevSeq of the change before
   * @param json a JSON array
   * @param mutationId what the sender of the call calls this change, or null
   */
  record Change(ClassKind kind, long prevSeq, Position at, String json, @Nullable String mutationId)
      implements Notification {}

  /** The actor was deleted. */
  record Tombstone(long prevSeq, long seq) implements Notification {}

  /**
   * A message that the actor emitted; nothing of it is stored.
   *
   * @param data raw JSON
   */
  record Emitted(String type, String data) implements Notification {}

  /** The subscriber was too slow for so many emitted messages. */
  record Dropped(long emitted) implements Notification {}

  /**
   * Who subscribes.
   *
   * @param isAll whether those present are all, and not only who came or changed
   * @param present a JSON array
   * @param left a JSON array of names
   */
  record Presence(boolean isAll, String present, String left) implements Notification {}

  /** The subscription cannot go on. */
  record Ended(Problem problem) implements Notification {}

  /** The method of a notification, and the name of an event, that tells it. */
  default String name() {
    return switch (this) {
      case Snapshot snapshot -> EVENT;
      case Change change -> EVENT;
      case Tombstone tombstone -> EVENT;
      case Ended ended -> EVENT;
      case Emitted emitted -> "actor.emit";
      case Dropped dropped -> "actor.dropped";
      case Presence presence -> "actor.presence";
    };
  }

  /** Characters of its state, change or message. */
  default int chars() {
    return switch (this) {
      case Snapshot(_, var state) -> state.length();
      case Change(_, _, _, var json, _) -> json.length();
      case Tombstone tombstone -> 0;
      case Ended ended -> 0;
      case Emitted(_, var data) -> data.length();
      case Dropped dropped -> 0;
      case Presence(_, var present, var left) -> present.length() + left.length();
    };
  }

  /** Writes the members of its JSON object. */
  default void members(StringBuilder out) {
    switch (this) {
      case Snapshot(var at, var state) -> {
        out.append("\"kind\":\"snapshot\",\"data\":").append(state);
        at(at, out);
      }
      case Change(var kind, var prevSeq, var at, var json, var mutationId) -> {
        out.append(
            kind == ClassKind.EVENTS
                ? "\"kind\":\"event\",\"events\":"
                : "\"kind\":\"patch\",\"patch\":");
        out.append(json).append(",\"prevSeq\":\"").append(prevSeq).append('"');
        at(at, out);
        if (mutationId != null) {
          JsonText.quote(mutationId, out.append(",\"mutationId\":"));
        }
      }
      case Tombstone(var prevSeq, var seq) -> {
        out.append("\"kind\":\"tombstone\",\"prevSeq\":\"").append(prevSeq);
        out.append("\",\"seq\":\"").append(seq).append('"');
      }
      case Emitted(var type, var data) -> {
        out.append("\"type\":");
        JsonText.quote(type, out);
        out.append(",\"data\":").append(data);
      }
      case Presence(var isAll, var present, var left) -> {
        out.append(isAll ? "\"kind\":\"all\"" : "\"kind\":\"change\"");
        out.append(",\"present\":").append(present).append(",\"left\":").append(left);
      }
      case Dropped(var emitted) -> out.append("\"emitted\":").append(emitted);
      case Ended(var problem) -> {
        out.append("\"kind\":\"ended\",\"error\":{\"message\":");
        JsonText.quote(problem.detail(), out);
        out.append(",\"data\":").append(problem.toRpcData()).append('}');
      }
    }
  }

  private static void at(Position at, StringBuilder out) {
    out.append(",\"seq\":\"").append(at.seq()).append("\",\"position\":\"").append(at);
    out.append('"');
  }
}
