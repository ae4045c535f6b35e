package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.TurnRecord;

/** The end of an actor, for whoever asked for it and for its subscribers. */
final class TombstoneOutput extends Emission {
  private final Message.Delete delete;
  private final long seq;

  TombstoneOutput(ActorHost host, TurnRecord record, Message.Delete delete) {
    super(host, record, 0);
    this.delete = delete;
    this.seq = record.seq();
  }

  @Override
  void opened() {
    for (Attachment attachment : host().services.context().subscriptions.of(host().ref)) {
      attachment.tombstone(seq);
    }
    delete.reply().complete(null);
  }

  @Override
  void refused(ActjsException reason) {
    delete.fail(reason);
  }
}
