package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.storage.Signals.Signal;
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
            Loaded loaded = Loaded.read(context.storage, context.manifests, host.ref);
            context.signals.send(new Signal.Activated(host.ref, loaded.epoch()));
            host.worker.execute(() -> loaded(host, loaded));
          } catch (ActjsException e) {
            host.worker.execute(() -> unreadable(host, e));
          } catch (RuntimeException e) {
            // Whatever is stored there, who calls must not wait for ever.
            ActjsException reason =
                new ActjsException(
                    ProblemCode.InternalError, host.ref + " cannot be read: " + e, e);
            host.worker.execute(() -> host.exit().abandonStart(reason));
          }
        });
  }

  /** While storage is away, messages wait for it as long as their senders do. */
  private static void unreadable(ActorHost host, ActjsException reason) {
    RuntimeContext context = host.services.context();
    boolean away =
        reason.code() == ProblemCode.StorageUnavailable && context.storage.outage() != null;
    if (away && !context.closing && host.pending.isWanted()) {
      load(host);
    } else {
      host.exit().abandonStart(reason);
    }
  }

  private static void loaded(ActorHost host, Loaded loaded) {
    host.pending.feed(loaded.inbox());
    Message first = firstThatMatters(host, loaded.head());
    ActorHead head = loaded.head();
    if (first == null) {
      host.exit().leaveUnstarted();
      return;
    }
    if (first instanceof Message.Delete delete && head != null) {
      host.exit().deleteUnstarted(delete, head, loaded.epoch());
      return;
    }
    host.pending.putBack(first);
    if (first instanceof Message.Rollback && head != null) {
      HostRollback.begin(host, loaded, head);
      return;
    }
    host.phase(ActorHost.Phase.STARTING);
    host.worker.add(host);
    try {
      start(host, loaded, first);
    } catch (ActjsException e) {
      switch (e.code()) {
        // These concern who asked, by what it is pinned to.
        case ManifestRegression, Gone -> host.exit().refuseFirst(e);
        default -> host.exit().abandonStart(e);
      }
    }
  }

  private static void start(ActorHost host, Loaded loaded, Message first) {
    ActorHead head = loaded.head();
    switch (choose(host, head, first)) {
      case VersionChoice.Run(var version) -> host.state().activate(loaded, version, first);
      case VersionChoice.Move(var version) when head != null ->
          HostMigration.begin(host, loaded, head, version);
      case VersionChoice.Move move -> throw new IllegalStateException("nothing is stored to move");
    }
  }

  private static VersionChoice choose(ActorHost host, @Nullable ActorHead head, Message first) {
    RuntimeContext context = host.services.context();
    String className = host.ref.className();
    Version stored = head == null ? null : head.version();
    if (first instanceof Message.Migrate(var ref, var to, var principal, var reply)
        && stored != null) {
      return to.ref().version().compareTo(stored) > 0
          ? new VersionChoice.Move(to)
          : new VersionChoice.Run(context.registry.version(new ClassRef(className, stored)));
    }
    Manifest pin = first.pin();
    ClassRef adopted = context.adopted(className, pin);
    if (adopted != null) {
      return new VersionChoice.Run(context.registry.version(adopted));
    }
    return VersionChoice.of(
        context.registry, className, stored, pin, first.isOwn(), context.clock.nowMs());
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
      if (message instanceof Message.Wake wake) {
        // The stored messages that it is about come before it.
        wake.done().complete(null);
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
