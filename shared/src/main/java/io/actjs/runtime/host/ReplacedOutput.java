package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.AuditEntry;
import io.actjs.model.Change;
import io.actjs.model.Position;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.policy.Charge;
import io.actjs.runtime.audit.ActorAudit;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.output.Emission;
import io.actjs.runtime.subscription.Attachment;
import io.actjs.storage.audit.AuditAction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An actor's state has become another one, by a migration or by the rollback of one. */
final class ReplacedOutput extends Emission {
  private static final Logger LOG = LoggerFactory.getLogger(ReplacedOutput.class);

  private final HostServices services;
  private final TurnRecord record;
  private final NewState now;
  private final ActorHead before;
  private final Cause cause;

  /**
   * Why it has.
   *
   * @param action for the audit, which is told in the turn's own transaction
   * @param principal for the audit: who wanted it
   * @param receiver of the actor's new head
   */
  record Cause(AuditAction action, String principal, Receiver receiver) {}

  /**
   * What the state has become.
   *
   * @param version of the class that made it
   * @param hidden whether not everybody may see all of it
   * @param charge for the text until it is stored and has left
   */
  record NewState(Version version, String text, boolean hidden, Charge charge) {}

  private ReplacedOutput(
      ActorHost host, TurnRecord record, NewState now, ActorHead before, Cause cause) {
    super(host.outputs.gate, record, now.text().length());
    this.services = host.services;
    this.record = record;
    this.now = now;
    this.before = before;
    this.cause = cause;
  }

  /**
   * The turn that gives a stored actor another state.
   *
   * @param before the actor as it is stored
   * @param epoch of the actor's owner
   */
  static ReplacedOutput of(
      ActorHost host, ActorHead before, long epoch, NewState now, Cause cause) {
    long at = host.services.clock().nowMs();
    TurnRecord record =
        TurnRecord.of(
            host.ref(),
            before.seq() + 1,
            epoch,
            now.version(),
            at,
            new Change.Replaced(now.text()));
    AuditEntry audit =
        ActorAudit.moved(
            cause.action(), host.ref(), before.version(), now.version(), at, cause.principal());
    return new ReplacedOutput(host, record.audited(audit), now, before, cause);
  }

  /** The actor after the turn. */
  ActorHead head() {
    return ActorHead.after(before, record);
  }

  @Override
  protected void opened() {
    try {
      leave();
    } finally {
      now.charge().close();
    }
  }

  private void leave() {
    for (Attachment attachment : services.subscriptions().of(record.ref())) {
      String shown = now.hidden() ? null : now.text();
      attachment.replaced(Position.of(record), record.version(), shown);
    }
    LOG.info("{} {}: {} to {}", record.ref(), cause.action(), before.version(), record.version());
    cause.receiver().answered(new Answer.Moved(head()));
  }

  @Override
  protected void refused(ActjsException reason) {
    now.charge().close();
    cause.receiver().failed(reason);
  }
}
