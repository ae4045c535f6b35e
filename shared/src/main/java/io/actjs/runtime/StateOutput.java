package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorSnapshot;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A state for those who asked, and for the snapshot table, once its turns are durable. */
final class StateOutput extends Emission {
  private static final Logger LOG = LoggerFactory.getLogger(StateOutput.class);

  private final ActorView view;
  private final List<Message.Query> queries;
  private final boolean snapshot;

  StateOutput(ActorHost host, ActorView view, List<Message.Query> queries, boolean snapshot) {
    super(host, null, view.state().length());
    this.view = view;
    this.queries = queries;
    this.snapshot = snapshot;
  }

  @Override
  void opened() {
    for (Message.Query query : queries) {
      query.receiver.state(view);
    }
    if (snapshot) {
      RuntimeContext context = host().services.context();
      context.storageThreads.execute(() -> save(context));
    }
  }

  private void save(RuntimeContext context) {
    try {
      context.storage.saveSnapshot(
          new ActorSnapshot(view.ref(), view.seq(), view.version(), view.state()));
      host().state().activity().savedSnapshot();
      host().trimmed(context.sweeper.trimAfterSnapshot(view.ref(), view.seq(), host().trimmed()));
    } catch (ActjsException e) {
      // The journal has it all; the next snapshot is tried when the journal has grown again.
      LOG.warn("no snapshot of {} at turn {}: {}", view.ref(), view.seq(), e.detail());
    }
  }

  @Override
  void refused(ActjsException reason) {
    for (Message.Query query : queries) {
      query.fail(reason);
    }
  }
}
