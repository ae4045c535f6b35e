package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.TurnRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that one finished turn sends out: the notification, the reply, the tells. */
final class TurnOutput extends Emission {
  private final RuntimeContext context;
  private final @Nullable TurnRecord record;
  private final HostServices services;
  private final @Nullable Message message;
  private final @Nullable String result;
  private final ClassKind kind;
  private final long seq;
  private final String change;
  private final List<InboxMessage> outbox;
  private final @Nullable Manifest pin;

  /**
   * @param record null when the turn left nothing to store
   * @param message what the turn handled; null for a lifecycle turn
   * @param seq the actor's turn number for subscribers
   * @param pin what the turn was pinned to, and so all that it sends
   */
  TurnOutput(
      ActorHost host,
      HostServices services,
      @Nullable TurnRecord record,
      @Nullable Message message,
      @Nullable String result,
      ClassKind kind,
      long seq,
      String change,
      List<InboxMessage> outbox,
      @Nullable Manifest pin) {
    super(host, record, change.length());
    this.context = services.context();
    this.services = services;
    this.message = message;
    this.result = result;
    this.kind = kind;
    this.seq = seq;
    this.change = change;
    this.outbox = outbox;
    this.pin = pin;
    this.record = record;
  }

  @Override
  void opened() {
    if (!change.equals("[]")) {
      for (Attachment attachment : context.subscriptions.of(host().ref)) {
        attachment.change(kind, seq, change);
      }
    }
    switch (message) {
      case Message.Call call -> {
        context.callLatency.record(System.nanoTime() - call.arrivedNanos);
        call.succeed(result);
      }
      case Message.Told told -> {
        host().consumed(told.message.id());
        services.retry().succeeded(told.message.id());
      }
      case Message.Query query -> {}
      case Message.Delete delete -> {}
      case Message.Migrate migrate -> {}
      case Message.Rollback rollback -> {}
      case Message.Wake wake -> {}
      case null -> {}
    }
    for (InboxMessage told : outbox) {
      services.directory().deliver(new Message.Told(told, services.retry(), pin));
    }
    if (record != null) {
      record.reminders().forEach(services.reminders()::changed);
    }
  }

  @Override
  void refused(ActjsException reason) {
    if (message != null) {
      message.fail(reason);
    }
  }
}
