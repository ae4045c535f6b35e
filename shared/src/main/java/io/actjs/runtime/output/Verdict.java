package io.actjs.runtime.output;

import io.actjs.model.ActjsException;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a delivery that changed nothing. It waits for the turns before it: an answer or
 * an error may tell what they did.
 */
public final class Verdict extends Emission {
  private final Delivery delivery;
  private final @Nullable Answer answer;
  private final @Nullable ActjsException refusal;

  private Verdict(
      ActorGate gate,
      Delivery delivery,
      @Nullable Answer answer,
      @Nullable ActjsException refusal,
      @Nullable Remembered entry) {
    super(gate, entry, 0);
    this.delivery = delivery;
    this.answer = answer;
    this.refusal = refusal;
  }

  public static Verdict answer(ActorGate gate, Delivery delivery, Answer answer) {
    return new Verdict(gate, delivery, answer, null, null);
  }

  public static Verdict refuse(ActorGate gate, Delivery delivery, ActjsException reason) {
    return new Verdict(gate, delivery, null, reason, null);
  }

  /** A refusal that is stored before it is told, so that repetitions are told the same. */
  public static Verdict refuse(
      ActorGate gate, Delivery delivery, ActjsException reason, Remembered entry) {
    return new Verdict(gate, delivery, null, reason, entry);
  }

  @Override
  protected void opened() {
    if (answer != null) {
      delivery.answer(answer);
    } else if (refusal != null) {
      delivery.fail(refusal);
    }
  }

  @Override
  protected void refused(ActjsException storageReason) {
    delivery.fail(storageReason);
  }
}
