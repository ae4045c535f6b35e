package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorProblems;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Envelope;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.policy.Charge;
import io.actjs.policy.capability.CapabilityBinding;
import io.actjs.runtime.inbox.InboxPage;
import io.actjs.runtime.loading.Loaded;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.runtime.version.Adoptions;
import io.actjs.runtime.version.KeptPin;
import io.actjs.runtime.version.VersionChoice;
import io.actjs.storage.Signals.Signal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a host begins: storage is read on a storage thread, then the actor is started on its worker.
 */
final class HostStart {
  /** Messages that are read at a time, beside those that are here already. */
  private static final int INBOX_PAGE = 512;

  private HostStart() {}

  /** Begins to load; the host's mailbox has its first message, or will have. */
  static void load(ActorHost host) {
    HostServices services = host.services;
    services.counters().activations.increment();
    services
        .store()
        .attempt(
            () -> {
              Loaded loaded = Loaded.read(services.store(), host.ref());
              services.signals().send(new Signal.Activated(host.ref(), loaded.epoch()));
              return new Charged(loaded, services.memory().charge(2L * loaded.chars()));
            },
            read -> host.execute(() -> loaded(host, read)),
            e -> host.execute(() -> unreadable(host, e)));
  }

  /** What was read, and the memory that it takes. */
  private record Charged(Loaded loaded, Charge charge) {}

  private static void loaded(ActorHost host, Charged read) {
    // Whoever needs it longer takes the charge over.
    try (Charge charge = read.charge()) {
      loaded(host, read.loaded(), charge);
    }
  }

  /** While storage is away, messages wait for it as long as their senders do. */
  private static void unreadable(ActorHost host, ActjsException reason) {
    StoreAccess store = host.services.store();
    boolean away =
        reason.code() == ProblemCode.StorageUnavailable && store.driver().outage() != null;
    if (away && !host.services.directory().isClosed() && host.pending.isWanted()) {
      load(host);
    } else {
      host.on(new HostEvent.StartFailed(reason));
    }
  }

  private static void loaded(ActorHost host, Loaded loaded, Charge charge) {
    if (!(host.state() instanceof HostState.Loading)) {
      return;
    }
    host.feed(loaded.inbox());
    ActorHead head = loaded.head();
    Delivery first = firstThatMatters(host, head);
    if (first == null) {
      host.on(new HostEvent.Unwanted());
      return;
    }
    // On a condition it is for the running actor, which knows what its readers have seen last.
    if (isPlainDelete(first, head) && mayDestroy(first)) {
      delete(host, loaded, first);
      return;
    }
    host.pending.putBack(first);
    if (first.kind() == Envelope.Kind.ROLLBACK && head != null) {
      HostRollback.begin(host, loaded, head);
      return;
    }
    host.on(new HostEvent.Found());
    if (first.kind() == Envelope.Kind.ERASE && head != null) {
      HostErasure.begin(host, loaded, head, charge.handOver());
      return;
    }
    refusable(host, () -> start(host, loaded, charge, first));
  }

  private static boolean isPlainDelete(Delivery first, @Nullable ActorHead head) {
    return first.kind() == Envelope.Kind.DELETE && head != null && first.ifSeq() < 0;
  }

  /** Whether no policy has to be asked. */
  private static boolean mayDestroy(Delivery first) {
    Principal sender = first.envelope().headers().principal();
    return sender != null && (sender.isAdmin() || sender.equals(Principal.SYSTEM));
  }

  /** Nothing of the actor has run here. */
  private static void delete(ActorHost host, Loaded loaded, Delivery first) {
    ActorHead head = Objects.requireNonNull(loaded.head());
    long now = host.services.clock().nowMs();
    host.on(
        new HostEvent.Ended(
            TombstoneOutput.of(
                host,
                head.seq(),
                host.actor().tombstone(head, loaded.epoch(), now),
                head.seq() + 1,
                first)));
  }

  /** Starts it as the version, unless it is to be deleted and its class asks nobody. */
  private static void run(ActorHost host, Loaded loaded, ClassVersion version, Delivery first) {
    boolean asked = host.worker.classes().get(version.ref()).leave.isAsked();
    if (isPlainDelete(first, loaded.head()) && !asked) {
      host.pending.next();
      delete(host, loaded, first);
    } else {
      host.actor().activate(loaded, version, first);
    }
  }

  private static void refusable(ActorHost host, Runnable step) {
    try {
      step.run();
    } catch (ActjsException e) {
      refused(host, e);
    }
  }

  private static void refused(ActorHost host, ActjsException reason) {
    switch (reason.code()) {
      // These concern who asked, by what it is pinned to.
      case ManifestRegression, ManifestAhead, Gone -> host.on(new HostEvent.FirstRefused(reason));
      default -> host.on(new HostEvent.StartFailed(reason));
    }
  }

  private static void start(ActorHost host, Loaded loaded, Charge charge, Delivery first) {
    ActorHead head = loaded.head();
    switch (choose(host, head, first)) {
      case VersionChoice.Run(var version) -> {
        Charge held = charge.handOver();
        withClasses(
            host,
            List.of(version.ref()),
            held,
            () -> {
              // The kernel's frame has a copy then.
              try (held) {
                run(host, loaded, version, first);
              }
            });
      }
      case VersionChoice.Move(var version) when head != null ->
          new HostMigration(host, loaded, head, version, charge.handOver()).begin();
      case VersionChoice.Move move -> throw new IllegalStateException("nothing is stored to move");
    }
  }

  /**
   * Takes the step when the worker has the classes or their records: those that it has to load are
   * read on a storage thread, because the worker must not wait for storage. An actor that turns out
   * to belong elsewhere, by the last of the classes, starts anew there.
   *
   * @param held for what the step needs: it closes this, which is closed also when it is not taken
   */
  static void withClasses(ActorHost host, List<ClassRef> refs, Charge held, Runnable step) {
    withRecords(
        host,
        refs,
        held,
        () -> {
          boolean here;
          try {
            here = belongsHere(host, refs.getLast());
          } catch (ActjsException e) {
            held.close();
            throw e;
          }
          if (here) {
            step.run();
          } else {
            held.close();
            moveToOwn(host);
          }
        });
  }

  private static boolean belongsHere(ActorHost host, ClassRef running) {
    return !host.worker.classes().get(running).rules.own()
        || host.services.workers().isOwn(host.worker, running.name());
  }

  private static void moveToOwn(ActorHost host) {
    host.services
        .workers()
        .giveOwn(
            host.ref().className(),
            () -> host.execute(() -> host.discard(KernelOutcomes.restarted())),
            e -> host.execute(() -> host.on(new HostEvent.StartFailed(e))));
  }

  private static void withRecords(ActorHost host, List<ClassRef> refs, Charge held, Runnable step) {
    List<ClassRef> missing =
        refs.stream().filter(ref -> !host.worker.classes().has(ref)).distinct().toList();
    if (missing.isEmpty()) {
      step.run();
      return;
    }
    host.services
        .store()
        .attempt(
            () -> missing.stream().map(host.services.registry()::get).toList(),
            published ->
                host.execute(
                    () -> {
                      if (host.state() instanceof HostState.Starting) {
                        host.worker.classes().bring(published);
                        refusable(host, step);
                      } else {
                        held.close();
                      }
                    }),
            e ->
                host.execute(
                    () -> {
                      held.close();
                      refused(host, e);
                    }));
  }

  private static VersionChoice choose(ActorHost host, @Nullable ActorHead head, Delivery first) {
    HostServices services = host.services;
    String className = host.ref().className();
    Version stored = head == null ? null : head.version();
    if (first.kind() == Envelope.Kind.DELETE && stored != null) {
      // What it is deleted as says who may.
      return new VersionChoice.Run(services.registry().version(new ClassRef(className, stored)));
    }
    if (first.kind() == Envelope.Kind.MIGRATE && stored != null) {
      ClassVersion to =
          services.registry().version(new ClassRef(className, first.envelope().migratesTo()));
      return to.ref().version().compareTo(stored) > 0
          ? new VersionChoice.Move(to)
          : new VersionChoice.Run(services.registry().version(new ClassRef(className, stored)));
    }
    Adoptions.Adoption adoption = services.adoptions().of(className, first.pin());
    if (adoption != null) {
      ClassVersion adopted = services.registry().version(adoption.version());
      return adoption.moves(stored)
          ? new VersionChoice.Move(adopted)
          : new VersionChoice.Run(adopted);
    }
    VersionChoice choice =
        VersionChoice.of(
            services.registry(),
            className,
            stored,
            first.pin(),
            first.isOwn(),
            services.clock().nowMs());
    if (first.isStrict()) {
      // Before the actor starts: its hooks are code of the older version too.
      KeptPin.require(first.pin(), choice.version().ref());
    }
    return choice;
  }

  /**
   * The first message that is still wanted; one that needs an existing actor fails when there is
   * none.
   */
  private static @Nullable Delivery firstThatMatters(ActorHost host, @Nullable ActorHead head) {
    for (Delivery next = host.pending.next(); next != null; next = host.pending.next()) {
      if (next.abandoned()) {
        next.drop();
        continue;
      }
      if (Dispatch.isPaused(host, next)) {
        continue;
      }
      if (next.kind() == Envelope.Kind.WAKE) {
        // The stored messages that it is about come before it.
        next.answer(Answer.Done.DONE);
        continue;
      }
      if (head == null && !next.kind().startsAnew()) {
        next.fail(ActorProblems.notFound(host.ref()));
      } else if (head == null && !Dispatch.mayCreate(next)) {
        next.fail(CapabilityBinding.mayNotCreate(host.ref()));
      } else {
        return next;
      }
    }
    return null;
  }

  /** Reads a page of a running actor's stored inbox and brings it to the host. On the worker. */
  static void readInbox(ActorHost host) {
    int limit = INBOX_PAGE + host.pending.inbox.waiting();
    StoreAccess store = host.services.store();
    store.attempt(
        () -> InboxPage.load(store, host.ref(), limit, host.pending.inbox::isKnown),
        page -> host.execute(() -> host.inboxPage(page)),
        host.outputs.gate::poison);
  }
}
