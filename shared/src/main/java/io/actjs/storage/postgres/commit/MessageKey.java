package io.actjs.storage.postgres.commit;

import io.actjs.model.ActorRef;

/** Names a message, wherever it is. */
record MessageKey(ActorRef ref, String id) {}
