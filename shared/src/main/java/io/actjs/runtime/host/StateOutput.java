package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ActorView;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.Emission;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A state for those who asked, and for the snapshot table, once its turns are durable. */
final class StateOutput extends Emission {
  private static final Logger LOG = LoggerFactory.getLogger(StateOutput.class);

  private final ActorView view;
  private final ActorHost host;
  private final List<Delivery> queries;
  private final boolean snapshot;

  StateOutput(ActorHost host, ActorView view, List<Delivery> queries, boolean snapshot) {
    super(host.outputs.gate, null, view.state().length());
    this.host = host;
    this.view = view;
    this.queries = queries;
    this.snapshot = snapshot;
  }

  @Override
  protected void opened() {
    for (Delivery query : queries) {
      query.answer(new Answer.State(view));
    }
    if (snapshot) {
      host.services.store().threads().execute(this::save);
    }
  }

  private void save() {
    HostServices services = host.services;
    try {
      services
          .store()
          .driver()
          .saveSnapshot(new ActorSnapshot(view.ref(), view.seq(), view.version(), view.state()));
      host.actor().activity().savedSnapshot();
      host.actor()
          .trimmed(
              services.sweeper().trimAfterSnapshot(view.ref(), view.seq(), host.actor().trimmed()));
    } catch (ActjsException e) {
      // The journal has it all; the next snapshot is tried when the journal has grown again.
      LOG.warn("cannot store a snapshot of {} at turn {}: {}", view.ref(), view.seq(), e.detail());
    }
  }

  @Override
  protected void refused(ActjsException reason) {
    for (Delivery query : queries) {
      query.fail(reason);
    }
  }
}
