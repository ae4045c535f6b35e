package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.Envelope;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.policy.Charge;
import io.actjs.runtime.activity.RuntimeCounters;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.Emission;
import io.actjs.runtime.output.Output;
import io.actjs.runtime.subscription.Attachment;
import io.actjs.runtime.subscription.Emitted;
import io.actjs.runtime.subscription.Step;
import io.actjs.runtime.viewing.ViewSteps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one finished turn sends out: the notification, what it emits, the reply, the
 * tells.
 */
final class TurnOutput extends Emission {
  /** Subscribers, and messages to them, of which a thread tells that has something else to do. */
  private static final int FEW = 8;

  private final ActorHost host;
  private final @Nullable TurnRecord record;
  private final Delivery delivery;
  private final Answer answer;
  private final Shown shown;
  private final List<Emitted> emits;
  private final Charge charge;

  /** What subscribers see of the turn. */
  sealed interface Shown {

    /** */
    record Nothing() implements Shown {}

    /**
     * @param step a change that is not empty
     */
    record Change(Step step) implements Shown {}

    /**
     * @param steps what each viewer sees of it; not empty
     */
    record Views(ViewSteps steps) implements Shown {}

    /**
     * The whole state. The hooks of an actor that does not exist yet run whenever it comes into
     * memory, each time perhaps with another result; who watches sees the last one before the
     * changes that follow.
     */
    record Anew() implements Shown {}

    /** Characters of it. */
    default int chars() {
      return switch (this) {
        case Nothing() -> 0;
        case Change(var step) -> step.json().length();
        case Views(var steps) -> steps.chars();
        case Anew() -> 0;
      };
    }
  }

  /**
   * @param entry the turn, or only its answer; null when it left nothing to store
   * @param delivery what the turn handled
   * @param emits what subscribers get besides, stored or not
   * @param charge for all of this
   */
  TurnOutput(
      ActorHost host,
      @Nullable JournalEntry entry,
      Delivery delivery,
      Answer answer,
      Shown shown,
      List<Emitted> emits,
      Charge charge) {
    super(host.outputs.gate, entry, shown.chars() + chars(emits));
    this.host = host;
    this.record = entry instanceof TurnRecord turn ? turn : null;
    this.delivery = delivery;
    this.answer = answer;
    this.shown = shown;
    this.emits = emits;
    this.charge = charge;
  }

  static int chars(List<Emitted> emits) {
    int chars = 0;
    for (Emitted message : emits) {
      chars += message.data().length();
    }
    return chars;
  }

  @Override
  public boolean isBrief() {
    return super.isBrief()
        && answer.chars() <= BRIEF_CHARS
        && emits.size() <= FEW
        && host.services.subscriptions().of(host.ref()).size() <= FEW;
  }

  @Override
  protected void opened() {
    try {
      leave();
    } finally {
      charge.close();
    }
  }

  private void leave() {
    HostServices services = host.services;
    switch (shown) {
      case Shown.Nothing() -> {}
      case Shown.Change(var step) -> {
        for (Attachment attachment : services.subscriptions().of(host.ref())) {
          attachment.change(step);
        }
      }
      case Shown.Views(var steps) -> {
        for (Attachment attachment : services.subscriptions().of(host.ref())) {
          attachment.viewed(steps.steps(), steps.failed());
        }
      }
      case Shown.Anew() -> services.subscriptions().of(host.ref()).forEach(Attachment::resync);
    }
    emits.forEach(this::emit);
    if (delivery.kind() == Envelope.Kind.CALL) {
      services.counters().callLatency.record(System.nanoTime() - delivery.arrivedNanos());
    }
    InboxMessage consumed = delivery.stored();
    if (consumed != null) {
      host.consumed(consumed);
    }
    delivery.answer(answer);
    if (record != null) {
      for (InboxMessage told : record.outbox()) {
        services.directory().deliver(services.stored().delivery(told, delivery.pin()));
      }
      record.reminders().forEach(services.due()::changed);
    }
  }

  /** Message by message, so that all subscribers share the frame of each. */
  private void emit(Emitted message) {
    RuntimeCounters counters = host.services.counters();
    counters.emitted.increment();
    host.services.subscriptions().tap().emitted(host.ref(), message);
    for (Attachment attachment : host.services.subscriptions().of(host.ref())) {
      if (!attachment.emitted(message)) {
        counters.emitsDropped.increment();
      }
    }
  }

  @Override
  protected void refused(ActjsException reason) {
    charge.close();
    delivery.fail(reason);
  }

  /** The answer of a {@code relaxed} class: it leaves before its turn is durable. */
  static final class Early extends Output {
    private final Delivery delivery;
    private final Answer answer;

    Early(Delivery delivery, Answer answer) {
      super(null, 0);
      this.delivery = delivery;
      this.answer = answer;
    }

    @Override
    protected void settle() {
      ActjsException reason = reason();
      if (reason == null) {
        delivery.answer(answer);
      } else {
        delivery.fail(reason);
      }
    }
  }
}
