package io.actjs.runtime;

import com.github.f4b6a3.uuid.UuidCreator;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.AuditEntry;
import io.actjs.model.Change;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An actor's state has become another one, by a migration or by the rollback of one. */
final class ReplacedOutput extends Emission {
  private static final Logger LOG = LoggerFactory.getLogger(ReplacedOutput.class);

  private final TurnRecord record;
  private final String state;
  private final Version from;
  private final String action;
  private final String principal;
  private final @Nullable CompletableFuture<ActorHead> reply;

  /**
   * @param action for the audit
   * @param principal for the audit: who wanted it
   * @param reply who waits for it, if somebody does
   */
  ReplacedOutput(
      ActorHost host,
      TurnRecord record,
      Change.Replaced change,
      Version from,
      String action,
      String principal,
      @Nullable CompletableFuture<ActorHead> reply) {
    super(host, record, change.state().length());
    this.record = record;
    this.state = change.state();
    this.from = from;
    this.action = action;
    this.principal = principal;
    this.reply = reply;
    journaled = true;
  }

  @Override
  void opened() {
    RuntimeContext context = host().services.context();
    for (Attachment attachment : context.subscriptions.of(record.ref())) {
      attachment.replaced(record.seq(), record.version(), state);
    }
    LOG.info("{} {}: {} to {}", record.ref(), action, from, record.version());
    context.storageThreads.execute(() -> audit(context));
    if (reply != null) {
      reply.complete(
          new ActorHead(
              record.ref(), record.version(), record.seq(), record.epoch(), ActorHead.Phase.LIVE));
    }
  }

  private void audit(RuntimeContext context) {
    try {
      context
          .storage
          .registry()
          .audit(
              new AuditEntry(
                  UuidCreator.getTimeOrderedEpochPlus1().toString(),
                  record.at(),
                  principal,
                  action,
                  record.ref().toString().replace('/', ':'),
                  "{\"fromVersion\":\"%s\",\"toVersion\":\"%s\"}"
                      .formatted(from, record.version())));
    } catch (ActjsException e) {
      LOG.warn("no audit entry for {} of {}: {}", action, record.ref(), e.detail());
    }
  }

  @Override
  void refused(ActjsException reason) {
    if (reply != null) {
      reply.completeExceptionally(reason);
    }
  }
}
