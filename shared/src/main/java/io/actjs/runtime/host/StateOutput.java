package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ActorView;
import io.actjs.model.Position;
import io.actjs.policy.Charge;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.Emission;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A state for those who asked, and for the snapshot table, once its turns are durable. */
final class StateOutput extends Emission {
  private static final Logger LOG = LoggerFactory.getLogger(StateOutput.class);

  private final ActorView view;
  private final Position at;
  private final ActorHost host;
  private final List<Delivery> queries;
  private final @Nullable String viewer;
  private final boolean snapshot;
  private final Charge charge;

  /**
   * @param at where the view is in the actor's past
   * @param viewer who sees it so, when it is a part of the state; else null
   */
  StateOutput(
      ActorHost host,
      ActorView view,
      Position at,
      List<Delivery> queries,
      @Nullable String viewer,
      boolean snapshot,
      Charge charge) {
    super(host.outputs.gate, null, view.state().length());
    this.host = host;
    this.view = view;
    this.at = at;
    this.queries = queries;
    this.viewer = viewer;
    this.snapshot = snapshot;
    this.charge = charge;
  }

  @Override
  protected void opened() {
    try {
      for (Delivery query : queries) {
        query.answer(new Answer.State(view, at, viewer));
      }
      if (snapshot) {
        Charge saving = charge.handOver();
        // The journal has it all; the next snapshot is tried when the journal has grown again.
        host.services
            .store()
            .attempt(
                () -> {
                  try (saving) {
                    return save();
                  }
                },
                trimmed -> host.actor().trimmed(trimmed),
                e -> {
                  saving.close();
                  LOG.warn("no snapshot of {} at turn {}: {}", view.ref(), view.seq(), e.detail());
                });
      }
    } finally {
      charge.close();
      arrived();
    }
  }

  /** Its subscribers count as such from now on. */
  private void arrived() {
    if (viewer != null) {
      host.execute(() -> host.actor().viewers().arrived(viewer));
    }
  }

  /** Returns up to where the journal is trimmed now. */
  private long save() {
    HostServices services = host.services;
    services
        .store()
        .driver()
        .saveSnapshot(new ActorSnapshot(view.ref(), view.seq(), view.version(), view.state()));
    host.actor().activity().savedSnapshot();
    return services.sweeper().trimAfterSnapshot(view.ref(), view.seq(), host.actor().trimmed());
  }

  @Override
  protected void refused(ActjsException reason) {
    charge.close();
    for (Delivery query : queries) {
      query.fail(reason);
    }
    arrived();
  }
}
