package io.actjs.model;

import org.jspecify.annotations.Nullable;

/**
 * A message that an actor sends to itself later, as the sender of it. When it is due it becomes an
 * {@link InboxMessage} in one atomic step, so it has one effect.
 *
 * @param id UUIDv7
 * @param dueAt milliseconds since 1970
 * @param everyMs milliseconds between two occurrences; 0 for a single one
 * @param type the handler's name
 * @param payload raw JSON text
 * @param headers of the turn that set it: its principal, pin and trace
 * @param setAt milliseconds since 1970
 */
public record Reminder(
    String id,
    ActorRef target,
    long dueAt,
    long everyMs,
    String type,
    String payload,
    Headers headers,
    long setAt) {

  /** Sha of the manifest of the turn that set it, or null. */
  public @Nullable String manifest() {
    return headers.manifest();
  }

  /** The reminder's next occurrence. */
  public Reminder at(long nextDueAt) {
    return new Reminder(id, target, nextDueAt, everyMs, type, payload, headers, setAt);
  }
}
