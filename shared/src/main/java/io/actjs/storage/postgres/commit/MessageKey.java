package io.actjs.storage.postgres.commit;

import io.actjs.model.ActorRef;
import io.actjs.model.KeyedReply;

/**
 * Names something of an actor.
 *
 * @param id of a message, wherever it is, or the scope of a reply
 */
record MessageKey(ActorRef ref, String id) {
  static MessageKey of(KeyedReply reply) {
    return new MessageKey(reply.ref(), reply.key().scope());
  }
}
