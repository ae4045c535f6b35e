package io.actjs.simulation;

import static io.actjs.simulation.Violation.require;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.ReminderChange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Durable messages and reminders: each has one effect, and one end. */
final class Messages {
  /** A message that was being tried when two processes died is given up, whatever it has done. */
  private static final String STOPPED_TWICE =
      "the server stopped twice while it handled this message";

  /** Said of an actor that does not start, which counts for the message that it is started for. */
  private static final String START = "onActivate of ";

  /** Errors after which a message is not tried again. */
  private static final Set<String> HOPELESS = Set.of("UnknownMethod", "Gone", "ManifestRegression");

  private final int attempts;
  private final boolean calm;
  private final Map<String, InboxMessage> pending = new TreeMap<>();
  private final Set<String> ever = new HashSet<>();
  private final Map<ActorRef, Map<String, InboxMessage>> later = new HashMap<>();
  private final Map<String, Integer> runs = new HashMap<>();

  /** How often an actor was started for the operation and did not start. */
  private final Map<String, Integer> vain = new HashMap<>();

  /**
   * @param attempts turns that try a message before it is given up
   * @param calm whether no turn is lost, so that one that has run has counted
   */
  Messages(int attempts, boolean calm) {
    this.attempts = attempts;
    this.calm = calm;
  }

  /** A handler has begun the operation. */
  void ran(String operation) {
    int tried = runs.merge(operation, 1, Integer::sum);
    require(
        !calm || tried <= attempts,
        "%s has run %d times, and may be tried %d times",
        operation,
        tried,
        attempts);
  }

  void stored(InboxMessage message) {
    require(ever.add(message.id()), "message %s is stored twice", message);
    pending.put(message.id(), message);
  }

  /** Whether the message is or was durable. */
  boolean wasStored(String id) {
    return ever.contains(id);
  }

  @Nullable InboxMessage consumed(ActorRef by, @Nullable String id) {
    if (id == null) {
      return null;
    }
    InboxMessage message = pending.remove(id);
    require(message != null && message.target().equals(by), "%s has consumed %s again", by, id);
    return message;
  }

  /**
   * A message was given up.
   *
   * @param trouble whether storage may have refused to take that before
   * @param brittle whether isolates may break, which counts as an attempt of what waits to start
   */
  void died(InboxEntry.DeadLettered dead, boolean trouble, boolean brittle) {
    if (dead.next() != null) {
      require(
          later(dead.ref()).put(dead.next().id(), dead.next()) == null, "%s goes on twice", dead);
    }
    require(pending.remove(dead.message().id()) != null, "%s has died again", dead.message());
    String code = dead.reason().substring(0, dead.reason().indexOf(':'));
    String operation = operationOf(dead.message());
    startedInVain(operation, dead.reason());
    if (!HOPELESS.contains(code) && !dead.reason().endsWith(STOPPED_TWICE)) {
      // A tick does not say that it runs.
      boolean unsaid = brittle || dead.message().type().equals("tick");
      int tried = runs.getOrDefault(operation, 0);
      // One more when storage did not take the dead letter.
      boolean enough = dead.attempts() == attempts || (trouble && dead.attempts() > attempts);
      require(
          enough && (unsaid || tried + vain.getOrDefault(operation, 0) >= dead.attempts()),
          "%s was given up after %d attempts, %d in truth, not %d: %s",
          operation,
          dead.attempts(),
          tried,
          attempts,
          dead.reason());
    }
  }

  void changed(ActorRef ref, ReminderChange change) {
    Map<String, InboxMessage> own = later(ref);
    switch (change) {
      case ReminderChange.Scheduled set ->
          require(own.put(set.message().id(), set.message()) == null, "%s is set again", set);
      case ReminderChange.Cancelled cancelled -> {
        own.remove(cancelled.id());
        pending.remove(cancelled.id());
      }
    }
  }

  private Map<String, InboxMessage> later(ActorRef ref) {
    return later.computeIfAbsent(ref, key -> new HashMap<>());
  }

  /** A message waits for another attempt. */
  void postponed(InboxMessage message) {
    require(pending.remove(message.id()) != null, "%s is put off again", message);
    require(
        later(message.target()).put(message.id(), message) == null, "%s is there twice", message);
    startedInVain(operationOf(message), message.standing().lastError());
  }

  private void startedInVain(String operation, @Nullable String reason) {
    if (reason != null && reason.contains(START)) {
      vain.merge(operation, 1, Integer::sum);
    }
  }

  private static String operationOf(InboxMessage message) {
    return LedgerState.parse(message.payload()).path("op").asText();
  }

  /** A dead letter is tried again, or dropped. */
  void exhumed(InboxEntry.Exhumed exhumed) {
    if (exhumed.again() != null) {
      require(
          pending.put(exhumed.again().id(), exhumed.again()) == null, "%s is there twice", exhumed);
    }
  }

  void fired(InboxEntry.ReminderFired fired, long nowMs) {
    Map<String, InboxMessage> own = later(fired.ref());
    InboxMessage set = own.remove(fired.reminder().id());
    require(set != null && set.equals(fired.reminder()), "%s has fired again", fired.reminder());
    require(fired.reminder().dueAt() <= nowMs, "%s has fired too early", fired.reminder());
    if (fired.nextDueAt() > 0) {
      own.put(set.id(), set.occurringAt(fired.nextDueAt()));
    }
    ever.add(fired.message().id());
    require(
        pending.put(fired.message().id(), fired.message()) == null,
        "%s is there twice",
        fired.message());
  }

  /** The actor is deleted, with all that was for it. */
  void drop(ActorRef deleted) {
    pending.values().removeIf(message -> message.target().equals(deleted));
    later.remove(deleted);
  }

  /** What has not had its effect yet; null when that is nothing. */
  @Nullable String open() {
    if (!pending.isEmpty()) {
      return "messages " + pending.values();
    }
    return later.values().stream().allMatch(Map::isEmpty) ? null : "later " + later;
  }
}
