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
  private final Origin origin;

  /**
   * Why it has.
   *
   * @param action for the audit
   * @param principal for the audit: who wanted it
   * @param reply who waits for it, if somebody does
   */
  record Origin(String action, String principal, @Nullable CompletableFuture<ActorHead> reply) {}

  private ReplacedOutput(
      ActorHost host, TurnRecord record, String state, Version from, Origin origin) {
    super(host, record, state.length());
    this.record = record;
    this.state = state;
    this.from = from;
    this.origin = origin;
    journaled = true;
  }

  /**
   * The turn that gives a stored actor another state, which a class of version {@code to} made.
   *
   * @param before the actor as it is stored
   * @param epoch of the actor's owner
   */
  static ReplacedOutput of(
      ActorHost host, ActorHead before, long epoch, Version to, String state, Origin origin) {
    long now = host.services.context().clock.nowMs();
    TurnRecord record =
        TurnRecord.of(host.ref, before.seq() + 1, epoch, to, now, new Change.Replaced(state));
    return new ReplacedOutput(host, record, state, before.version(), origin);
  }

  /** The actor after the turn. */
  ActorHead head() {
    return new ActorHead(
        record.ref(), record.version(), record.seq(), record.epoch(), ActorHead.Phase.LIVE);
  }

  @Override
  void opened() {
    RuntimeContext context = host().services.context();
    for (Attachment attachment : context.subscriptions.of(record.ref())) {
      attachment.replaced(record.seq(), record.version(), state);
    }
    LOG.info("{} {}: {} to {}", record.ref(), origin.action(), from, record.version());
    context.storageThreads.execute(() -> audit(context));
    if (origin.reply() != null) {
      origin.reply().complete(head());
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
                  origin.principal(),
                  origin.action(),
                  record.ref().toString().replace('/', ':'),
                  "{\"fromVersion\":\"%s\",\"toVersion\":\"%s\"}"
                      .formatted(from, record.version())));
    } catch (ActjsException e) {
      LOG.warn("no audit entry for {} of {}: {}", origin.action(), record.ref(), e.detail());
    }
  }

  @Override
  void refused(ActjsException reason) {
    if (origin.reply() != null) {
      origin.reply().completeExceptionally(reason);
    }
  }
}
