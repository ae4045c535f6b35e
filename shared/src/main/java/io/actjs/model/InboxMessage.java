package io.actjs.model;

import org.jspecify.annotations.Nullable;

/**
 * Durable work of an actor: a {@code tell}, a reminder, or either of them on its way to another
 * attempt. It keeps its id for as long as it is stored, and is in one place at a time: due now, in
 * the actor's inbox; due later; or given up, among the dead letters. Each move is one {@link
 * JournalEntry}.
 *
 * @param id unique and ascending in text order among the messages of one server (UUIDv7)
 * @param type the handler's name
 * @param payload raw JSON text, the handler's argument
 * @param sender {@code Class/id} of the telling actor, or {@code external}; a reminder's is its
 *     target
 * @param at when it was sent, a reminder when it was set; milliseconds since 1970
 * @param headers who asked, under which pin and in which trace
 */
public record InboxMessage(
    String id,
    ActorRef target,
    String type,
    String payload,
    String sender,
    long at,
    Headers headers,
    Standing standing) {

  /** In place of a sender: a client. */
  public static final String EXTERNAL = "external";

  /** A message that is due at once. */
  public InboxMessage(
      String id,
      ActorRef target,
      String type,
      String payload,
      String sender,
      long at,
      Headers headers) {
    this(id, target, type, payload, sender, at, headers, Standing.FRESH);
  }

  /**
   * A message that an actor sends to itself for later.
   *
   * @param dueAt milliseconds since 1970
   * @param everyMs milliseconds between two occurrences; 0 for a single one
   * @param headers of the turn that sets it
   * @param setAt milliseconds since 1970
   */
  public static InboxMessage reminder(
      String id,
      ActorRef target,
      long dueAt,
      long everyMs,
      String type,
      String payload,
      Headers headers,
      long setAt) {
    return new InboxMessage(
        id,
        target,
        type,
        payload,
        target.toString(),
        setAt,
        headers,
        Standing.dueAt(dueAt, everyMs));
  }

  /** Sha of the manifest that the sender was pinned to, or null. */
  public @Nullable String manifest() {
    return headers.manifest();
  }

  /** The actor that sent it, or set it as a reminder; null for a client. */
  public @Nullable ActorRef sendingActor() {
    int slash = sender.indexOf('/');
    return slash < 0 ? null : new ActorRef(sender.substring(0, slash), sender.substring(slash + 1));
  }

  /** The same message when it stands otherwise. */
  public InboxMessage with(Standing changed) {
    return new InboxMessage(id, target, type, payload, sender, at, headers, changed);
  }

  /** The occurrence of a repeating reminder at another time, which nobody has tried. */
  public InboxMessage occurringAt(long dueAt) {
    return with(Standing.dueAt(dueAt, standing.everyMs()));
  }

  /** Milliseconds since 1970; 0 for at once. */
  public long dueAt() {
    return standing.dueAt();
  }

  /** Milliseconds between two occurrences; 0 for a single one. */
  public long everyMs() {
    return standing.everyMs();
  }
}
