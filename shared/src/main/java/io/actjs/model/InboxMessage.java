package io.actjs.model;

import org.jspecify.annotations.Nullable;

/**
 * A durable {@code tell}.
 *
 * @param id unique and ascending in text order among the messages of one server (UUIDv7)
 * @param type the handler's name
 * @param payload raw JSON text, the handler's argument
 * @param sender {@code Class/id} of the telling actor, or {@code external}
 * @param at milliseconds since 1970
 * @param headers who asked, under which pin and in which trace
 */
public record InboxMessage(
    String id,
    ActorRef target,
    String type,
    String payload,
    String sender,
    long at,
    Headers headers) {

  /** Sha of the manifest that the sender was pinned to, or null. */
  public @Nullable String manifest() {
    return headers.manifest();
  }
}
