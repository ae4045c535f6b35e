package io.actjs.actctl.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.wire.JsonPatch;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One actor's state as a subscriber keeps it, by snapshots and changes, over all its connections.
 * Every change has to follow what was seen last.
 */
final class Follower {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String actor;
  private final BinaryOperator<JsonNode> reducer;
  private @Nullable JsonNode state;
  private String seq = "";
  private @Nullable String position;
  private @Nullable String broken;
  private String did = "has begun";
  private int snapshots;
  private int changes;

  /**
   * @param reducer folds an event into a state
   */
  Follower(String actor, BinaryOperator<JsonNode> reducer) {
    this.actor = actor;
    this.reducer = reducer;
  }

  /** Takes what it was told. */
  synchronized void take(JsonNode notification) {
    try {
      String kind = notification.path("kind").asText();
      switch (kind) {
        case "snapshot" -> {
          state = notification.get("data");
          snapshots++;
        }
        case "patch" -> {
          follow(notification);
          state = JsonPatch.apply(notification.get("patch"), state);
        }
        case "event" -> {
          follow(notification);
          notification.get("events").forEach(event -> state = reducer.apply(state, event));
        }
        default -> throw new IllegalStateException("it is told " + kind);
      }
      seq = notification.get("seq").asText();
      position = notification.get("position").asText();
    } catch (RuntimeException e) {
      fail(e + " for " + notification);
    }
  }

  private void follow(JsonNode change) {
    changes++;
    if (!change.get("prevSeq").asText().equals(seq)) {
      fail("turn " + seq + " is followed by " + change);
    }
  }

  synchronized void fail(String what) {
    broken = broken == null ? actor + ": " + what : broken;
  }

  /** Where it is, for the server to go on from; null before the first snapshot. */
  synchronized @Nullable String position() {
    return position;
  }

  synchronized @Nullable JsonNode state() {
    return state;
  }

  /** What its connection did last, for whoever wonders why it is told nothing. */
  synchronized void did(String what) {
    did = what + " at " + System.currentTimeMillis() % 1_000_000;
  }

  @Override
  public synchronized String toString() {
    return actor + " after turn " + seq + ", which " + did;
  }

  /** What was wrong with what it was told, or null. */
  synchronized @Nullable String broken() {
    return broken;
  }

  synchronized int snapshots() {
    return snapshots;
  }

  synchronized int changes() {
    return changes;
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + json, e);
    }
  }
}
