package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorProblems;
import io.actjs.model.AuditEntry;
import io.actjs.model.Change;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.Position;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.model.access.Principal;
import io.actjs.policy.Charge;
import io.actjs.registry.migration.MigrationPlan;
import io.actjs.runtime.audit.ActorAudit;
import io.actjs.runtime.erasure.ErasureOrder;
import io.actjs.runtime.erasure.PersonalMembers;
import io.actjs.runtime.erasure.Traces;
import io.actjs.runtime.loading.Loaded;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.output.Emission;
import io.actjs.runtime.output.Verdict;
import io.actjs.runtime.subscription.Attachment;
import io.actjs.storage.StorageDriver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rids a stored actor of something by one more turn, which its class does not run: the state is
 * replaced as a whole, so that nothing before that turn is needed any more, and messages leave with
 * it. Answers to requests under keys are replaced before the turn. The actor is not started for it;
 * its successor is what it was without what is gone. Confined to the worker.
 */
final class HostErasure {
  /** Of an actor that is about to be deleted. */
  private static final String NOTHING = "{}";

  private final ActorHost host;
  private final Loaded loaded;
  private final ActorHead head;
  private final ErasureOrder order;

  /** For what was loaded, then for the states too; closed on every way out. */
  private final Charge charge;

  private HostErasure(
      ActorHost host, Loaded loaded, ActorHead head, ErasureOrder order, Charge charge) {
    this.host = host;
    this.loaded = loaded;
    this.head = head;
    this.order = order;
    this.charge = charge;
  }

  /**
   * The first message that waits is the one that wants it.
   *
   * @param charge for what was loaded, which this takes over
   */
  static void begin(ActorHost host, Loaded loaded, ActorHead head, Charge charge) {
    ErasureOrder order = ErasureOrder.of(host.pending.first().envelope());
    new HostErasure(host, loaded, head, order, charge).begin();
  }

  private void begin() {
    HostServices services = host.services;
    StorageDriver driver = services.store().driver();
    services
        .store()
        .attempt(
            () -> Traces.read(driver, services.registry(), head, loaded.epoch(), order),
            traces -> host.execute(() -> erase(traces)),
            e -> host.execute(() -> fail(e)));
  }

  private void fail(ActjsException reason) {
    charge.close();
    host.on(new HostEvent.FirstRefused(reason));
  }

  private void erase(Traces traces) {
    if (!(host.state() instanceof HostState.Starting)) {
      charge.close();
      return;
    }
    Change none =
        traces.kind() == ClassKind.EVENTS ? new Change.Events("[]") : new Change.Patch("[]");
    switch (order) {
      case ErasureOrder.Everything() -> end(traces, new Change.Replaced(NOTHING), 1, null);
      case ErasureOrder.Members() ->
          HostStart.withClasses(host, List.of(stored()), charge, () -> members(traces));
      case ErasureOrder.Messages(var sub) -> {
        if (traces.kind() != ClassKind.EVENTS) {
          HostStart.withClasses(host, List.of(stored()), charge, () -> members(traces));
        } else if (traces.messages().isEmpty()) {
          Delivery erase = taken();
          Answer nothing = new Answer.Erased(head, 0, 0, 0, false);
          charge.close();
          host.on(new HostEvent.Ended(Verdict.answer(host.outputs.gate, erase, nothing)));
        } else {
          end(traces, none, 0, null);
        }
      }
      case ErasureOrder.Reminder(var id) -> {
        if (traces.messages().isEmpty()) {
          fail(ActorProblems.noReminder(host.ref(), id));
        } else {
          end(traces, none, 0, null);
        }
      }
      case ErasureOrder.Tagged(var tags) -> {
        List<String> left = head.tags().stream().filter(tag -> !tags.contains(tag)).toList();
        end(traces, none, 0, left);
      }
    }
  }

  private ClassRef stored() {
    return new ClassRef(host.ref().className(), head.version());
  }

  /** Replays the actor up to now, without starting it. */
  private void members(Traces traces) {
    try {
      String state =
          host.worker
              .migrate(new MigrationPlan(stored(), List.of()), loaded.base(), loaded.changes())
              .before();
      // As text, as a tree, and as text again.
      if (!charge.tryGrow(8L * state.length())) {
        throw host.services.memory().exhausted();
      }
      PersonalMembers.Erased erased = traces.members().erase(state);
      end(traces, new Change.Replaced(erased.state()), erased.members(), null);
    } catch (ActjsException e) {
      fail(e);
    }
  }

  private Delivery taken() {
    Delivery erase = host.pending.first();
    var unused = host.pending.next();
    return erase;
  }

  private void end(Traces traces, Change change, int members, @Nullable List<String> tags) {
    Delivery erase = taken();
    Receiver receiver = erase.receiver();
    erase.drop();
    for (Remembered blank : traces.replies()) {
      host.outputs.send(new Blanked(host, blank));
    }
    List<ReminderChange> messages = new ArrayList<>();
    traces.messages().forEach(id -> messages.add(new ReminderChange.Cancelled(id)));
    TurnRecord record =
        new TurnRecord(
            host.ref(),
            head.seq() + 1,
            loaded.epoch(),
            head.version(),
            host.services.clock().nowMs(),
            change,
            List.of(),
            messages,
            null,
            tags,
            null,
            audit(erase));
    Answer.Erased erased =
        new Answer.Erased(
            ActorHead.after(head, record),
            messages.size(),
            traces.replies().size(),
            members,
            traces.more());
    host.on(new HostEvent.Ended(new ErasedOutput(host, record, erased, receiver, charge)));
  }

  /** What persons are forgotten of is audited as a whole, and names nobody. */
  private @Nullable AuditEntry audit(Delivery erase) {
    if (!(order instanceof ErasureOrder.Reminder(var id))) {
      return null;
    }
    Principal asked = erase.envelope().headers().principal();
    return ActorAudit.reminderCancelled(
        host.ref(), id, host.services.clock().nowMs(), ActorAudit.nameOf(asked));
  }

  /** An answer to a request says no more what it said. */
  private static final class Blanked extends Emission {
    Blanked(ActorHost host, Remembered blank) {
      super(host.outputs.gate, blank, 0);
    }

    @Override
    protected void opened() {}

    @Override
    protected void refused(ActjsException reason) {}
  }

  /** The turn, on its way to the journal. */
  private static final class ErasedOutput extends Emission {
    private final HostServices services;
    private final TurnRecord record;
    private final Answer.Erased erased;
    private final Receiver receiver;
    private final Charge charge;

    ErasedOutput(
        ActorHost host, TurnRecord record, Answer.Erased erased, Receiver receiver, Charge charge) {
      super(host.outputs.gate, record, 0);
      this.services = host.services;
      this.record = record;
      this.erased = erased;
      this.receiver = receiver;
      this.charge = charge;
    }

    /** Who watches is shown the state anew: views are the successor's business. */
    @Override
    protected void opened() {
      charge.close();
      if (record.change() instanceof Change.Replaced) {
        for (Attachment attachment : services.subscriptions().of(record.ref())) {
          attachment.replaced(Position.of(record), record.version(), null);
        }
      }
      record.reminders().forEach(services.due()::changed);
      receiver.answered(erased);
    }

    @Override
    protected void refused(ActjsException reason) {
      charge.close();
      receiver.failed(reason);
    }
  }
}
