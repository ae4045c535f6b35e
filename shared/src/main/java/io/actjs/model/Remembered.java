package io.actjs.model;

/**
 * An answer to a request under a key that has changed nothing: a refusal of the handler, or what it
 * only read. Like a turn it is refused when another owner has taken over.
 *
 * @param epoch the owner's fencing token
 */
public record Remembered(KeyedReply reply, long epoch) implements JournalEntry {
  @Override
  public ActorRef ref() {
    return reply.ref();
  }
}
