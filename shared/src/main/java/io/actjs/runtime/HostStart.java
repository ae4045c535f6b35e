package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * How a host begins: storage is read on a storage thread, then the actor is started on its worker.
 */
final class HostStart {
  private HostStart() {}

  /** Begins to load; the host's mailbox has its first message, or will have. */
  static void load(ActorHost host) {
    RuntimeContext context = host.services.context();
    context.activations.increment();
    context.storageThreads.execute(
        () -> {
          try {
            Loaded loaded = Loaded.read(context.storage, host.ref);
            host.worker.execute(() -> loaded(host, loaded));
          } catch (ActjsException e) {
            host.worker.execute(() -> host.exit().abandonStart(e));
          }
        });
  }

  private static void loaded(ActorHost host, Loaded loaded) {
    host.pending.feed(new InboxPage(loaded.inbox(), loaded.moreInbox()));
    Message first = firstThatMatters(host, loaded.head());
    if (first == null) {
      host.exit().leaveUnstarted();
      return;
    }
    if (first instanceof Message.Delete delete && loaded.head() != null) {
      host.exit().deleteUnstarted(delete, loaded.head(), loaded.epoch());
      return;
    }
    host.pending.putBack(first);
    host.phase(ActorHost.Phase.STARTING);
    host.worker.add(host);
    try {
      host.state().activate(loaded, first instanceof Message.Query query ? query.initArgs : null);
    } catch (ActjsException e) {
      host.exit().abandonStart(e);
    }
  }

  /**
   * The first message that is still wanted; one that needs an existing actor fails when there is
   * none.
   */
  private static @Nullable Message firstThatMatters(ActorHost host, @Nullable ActorHead head) {
    for (Message message = host.pending.next(); message != null; message = host.pending.next()) {
      if (message.abandoned()) {
        continue;
      }
      if (head != null || message.creates()) {
        return message;
      }
      message.fail(notFound(host.ref));
    }
    return null;
  }

  static ActjsException notFound(ActorRef ref) {
    return new ActjsException(
        ProblemCode.ActorNotFound, "no actor " + ref + "; its first call creates it");
  }
}
