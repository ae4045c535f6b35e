package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.Envelope;
import io.actjs.model.KeyedReply;
import io.actjs.model.TurnRecord;
import io.actjs.runtime.audit.ActorAudit;
import io.actjs.runtime.keyed.StoredAnswer;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.ActorGate;
import io.actjs.runtime.output.Emission;
import io.actjs.runtime.subscription.Attachment;
import io.actjs.runtime.subscription.Subscriptions;

/** The end of an actor, for whoever asked for it and for its subscribers. */
final class TombstoneOutput extends Emission {
  private final Subscriptions subscriptions;
  private final TurnRecord record;
  private final long prevSeq;
  private final long seq;
  private final Delivery delete;

  private TombstoneOutput(
      Subscriptions subscriptions,
      ActorGate gate,
      long prevSeq,
      TurnRecord record,
      long seq,
      Delivery delete) {
    super(gate, record, 0);
    this.subscriptions = subscriptions;
    this.record = record;
    this.prevSeq = prevSeq;
    this.seq = seq;
    this.delete = delete;
  }

  /**
   * @param prevSeq the last turn that was shown before
   * @param seq the number of the end, for those who watch
   */
  static TombstoneOutput of(
      ActorHost host, long prevSeq, TurnRecord record, long seq, Delivery delete) {
    Envelope asked = delete.envelope();
    AuditEntry audit =
        asked.isForgetting()
            ? null
            : ActorAudit.tombstoned(record.ref(), record.at(), asked.headers().principal());
    KeyedReply reply =
        host.reply(delete, () -> StoredAnswer.result(null, record.version(), Answer.Result.UNTOLD));
    return new TombstoneOutput(
        host.services.subscriptions(),
        host.outputs.gate,
        prevSeq,
        record.answering(reply).audited(audit),
        seq,
        delete);
  }

  @Override
  protected void opened() {
    for (Attachment attachment : subscriptions.of(record.ref())) {
      attachment.tombstone(prevSeq, seq);
    }
    delete.answer(Answer.Done.DONE);
  }

  @Override
  protected void refused(ActjsException reason) {
    delete.fail(reason);
  }
}
