package io.actjs.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.model.Change;
import io.actjs.wire.JsonPatch;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The state of a ledger or an account, and what becomes of it by a turn. Immutable. */
record LedgerState(@Nullable JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a ledger before its first turn. */
  static final LedgerState NONE = new LedgerState(null);

  /** Of an account before its first event. */
  static final LedgerState EMPTY = of("{\"total\":0,\"ops\":{}}");

  static LedgerState of(String json) {
    return new LedgerState(parse(json));
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new Violation("not JSON: " + json);
    }
  }

  /** The state after a turn, told from what is stored of it. */
  LedgerState after(Change change) {
    return switch (change) {
      case Change.Patch(String patch) -> patched(patch);
      case Change.Events(String events) -> reduced(events);
      case Change.Replaced(String state) -> of(state);
      case Change.Tombstone tombstone -> this;
    };
  }

  LedgerState patched(String patch) {
    if (patch.equals("[]")) {
      return this;
    }
    JsonNode before = json == null ? NullNode.getInstance() : json;
    return new LedgerState(JsonPatch.apply(parse(patch), before));
  }

  LedgerState reduced(String events) {
    ObjectNode next = Objects.requireNonNull(json).deepCopy();
    for (JsonNode event : parse(events)) {
      ObjectNode ops = (ObjectNode) next.get("ops");
      String op = event.path("op").asText();
      ops.put(op, ops.path(op).asInt() + 1);
      next.put("total", next.path("total").asInt() + 1);
    }
    return new LedgerState(next);
  }

  /** The operations that it has done. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    if (json != null) {
      json.path("ops").fieldNames().forEachRemaining(operations::add);
    }
    return operations;
  }

  /** How often a repeated message has had its effect. */
  int ticks(String operation) {
    return json == null ? 0 : json.path("ticks").path(operation).asInt();
  }

  /** How often the state was migrated. */
  int moves() {
    return json == null ? 0 : json.path("moves").asInt();
  }

  /** That no operation was done twice, and none half. */
  void requireSound(String whose) {
    if (json == null) {
      return;
    }
    int sum = 0;
    for (Iterator<JsonNode> counts = json.path("ops").elements(); counts.hasNext(); ) {
      int count = counts.next().asInt();
      Violation.require(count == 1, "%s has done an operation %d times: %s", whose, count, json);
      sum += count;
    }
    Violation.require(
        json.path("total").asInt() == sum, "%s has done half of an operation: %s", whose, json);
  }

  /** The order of members is part of the state. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LedgerState state && state.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return String.valueOf(json);
  }
}
