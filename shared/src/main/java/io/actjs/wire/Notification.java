package io.actjs.wire;

import io.actjs.model.ClassKind;
import io.actjs.model.Position;

/** What a subscriber is told of an actor, whichever way. States and changes are raw JSON text. */
public sealed interface Notification {

  /** The whole state. */
  record Snapshot(Position at, String state) implements Notification {}

  /**
   * A change, or several that were missed as one.
   *
   * @param kind {@code EVENTS} when it consists of events, else of a patch
   * @param prevSeq of the change before
   * @param json a JSON array
   */
  record Change(ClassKind kind, long prevSeq, Position at, String json) implements Notification {}

  /** The actor was deleted. */
  record Tombstone(long prevSeq, long seq) implements Notification {}

  /** The subscription cannot go on. */
  record Ended(Problem problem) implements Notification {}

  /** Characters of its state or change. */
  default int chars() {
    return switch (this) {
      case Snapshot(_, var state) -> state.length();
      case Change(_, _, _, var json) -> json.length();
      case Tombstone tombstone -> 0;
      case Ended ended -> 0;
    };
  }

  /** Writes the members of its JSON object. */
  default void members(StringBuilder out) {
    switch (this) {
      case Snapshot(var at, var state) -> {
        out.append("\"kind\":\"snapshot\",\"data\":").append(state);
        at(at, out);
      }
      case Change(var kind, var prevSeq, var at, var json) -> {
        out.append(
            kind == ClassKind.EVENTS
                ? "\"kind\":\"event\",\"events\":"
                : "\"kind\":\"patch\",\"patch\":");
        out.append(json).append(",\"prevSeq\":\"").append(prevSeq).append('"');
        at(at, out);
      }
      case Tombstone(var prevSeq, var seq) -> {
        out.append("\"kind\":\"tombstone\",\"prevSeq\":\"").append(prevSeq);
        out.append("\",\"seq\":\"").append(seq).append('"');
      }
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
