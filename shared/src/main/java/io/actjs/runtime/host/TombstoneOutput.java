package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.TurnRecord;
import io.actjs.runtime.keyed.StoredAnswer;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.Emission;
import io.actjs.runtime.subscription.Attachment;
import io.actjs.runtime.subscription.Subscriptions;

/** The end of an actor, for whoever asked for it and for its subscribers. */
final class TombstoneOutput extends Emission {
  private final Subscriptions subscriptions;
  private final TurnRecord record;
  private final Delivery delete;

  TombstoneOutput(ActorHost host, TurnRecord record, Delivery delete) {
    this(
        host,
        record.answering(host.reply(delete, () -> StoredAnswer.result(null, record.version()))),
        delete,
        host.services.subscriptions());
  }

  private TombstoneOutput(
      ActorHost host, TurnRecord record, Delivery delete, Subscriptions subscriptions) {
    super(host.outputs.gate, record, 0);
    this.subscriptions = subscriptions;
    this.record = record;
    this.delete = delete;
  }

  @Override
  protected void opened() {
    for (Attachment attachment : subscriptions.of(record.ref())) {
      attachment.tombstone(record.seq());
    }
    delete.answer(Answer.Done.DONE);
  }

  @Override
  protected void refused(ActjsException reason) {
    delete.fail(reason);
  }
}
