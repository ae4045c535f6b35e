package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a server that is alone: every actor lives in this process, on the worker its
 * address hashes to.
 */
final class LocalDirectory implements Directory {
  private final ConcurrentHashMap<ActorRef, ActorHost> hosts = new ConcurrentHashMap<>();
  private final AtomicInteger nextNumber = new AtomicInteger();
  private final RuntimeContext context;
  private final HostServices services;
  private final List<Worker> workers;
  private final int hardLimit;
  private volatile boolean closed;

  LocalDirectory(RuntimeContext context, List<Worker> workers) {
    this.context = context;
    this.workers = workers;
    TellRetry retry = new TellRetry(context, this);
    this.services = new HostServices(context, this, retry, new ReminderClock(context, this, retry));
    // Above the limit the least recently used leave; a tenth more may come while they do.
    this.hardLimit = context.limits.activeActors() + context.limits.activeActors() / 10 + 1;
  }

  HostServices services() {
    return services;
  }

  @Override
  public @Nullable ActorHost find(ActorRef ref) {
    return hosts.get(ref);
  }

  @Override
  public void deliver(Message message) {
    Mailbox.Offer offer = Mailbox.Offer.CLOSED;
    while (offer == Mailbox.Offer.CLOSED) {
      if (closed) {
        message.fail(shuttingDown());
        return;
      }
      ActorHost host = hosts.get(message.target());
      if (host == null) {
        offer = deliverToNew(message);
        continue;
      }
      offer = host.offer(message);
      if (offer == Mailbox.Offer.CLOSED) {
        offer = host.handover.offer(message);
      }
      if (offer == Mailbox.Offer.FULL) {
        refuse(host, message);
      }
    }
  }

  private Mailbox.Offer deliverToNew(Message message) {
    if (hosts.size() >= hardLimit) {
      message.fail(
          new ActjsException(
              ProblemCode.CapacityExhausted,
              "the server holds "
                  + context.limits.activeActors()
                  + " active actors and none is idle; try again"));
      return Mailbox.Offer.TAKEN;
    }
    ActorHost host = newHost(message.target());
    host.pending.mailbox.carryOver(message);
    if (hosts.putIfAbsent(message.target(), host) != null) {
      return Mailbox.Offer.CLOSED;
    }
    HostStart.load(host);
    return Mailbox.Offer.TAKEN;
  }

  private static void refuse(ActorHost host, Message message) {
    if (message instanceof Message.Told) {
      // It is in the stored inbox; the host reads it there when it has room.
      host.inboxBehind();
    } else {
      message.fail(
          new ActjsException(
              ProblemCode.MailboxFull,
              host.ref + " has a full mailbox; wait and send the call again"));
    }
  }

  private ActorHost newHost(ActorRef ref) {
    int hash = ref.hashCode();
    Worker worker = workers.get(Math.floorMod(hash ^ (hash >>> 16), workers.size()));
    return new ActorHost(ref, nextNumber.incrementAndGet(), worker, services);
  }

  @Override
  public void replace(ActorHost gone) {
    List<Message> left = gone.handover.take();
    if (left.isEmpty() || closed) {
      hosts.remove(gone.ref, gone);
      left.forEach(message -> message.fail(shuttingDown()));
      return;
    }
    ActorHost next = newHost(gone.ref);
    left.forEach(next.pending.mailbox::carryOver);
    hosts.put(gone.ref, next);
    HostStart.load(next);
  }

  static ActjsException shuttingDown() {
    return new ActjsException(
        ProblemCode.ShuttingDown, "the server is stopping; send the call again");
  }

  Collection<ActorHost> hosts() {
    return hosts.values();
  }

  int size() {
    return hosts.size();
  }

  /** From now on nothing is delivered. */
  void close() {
    closed = true;
  }
}
