package io.actjs.runtime.host;

import io.actjs.model.Clock;
import io.actjs.policy.Budget;
import io.actjs.policy.RuntimeLimits;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.activity.ActorLog;
import io.actjs.runtime.activity.Denials;
import io.actjs.runtime.activity.RuntimeCounters;
import io.actjs.runtime.directory.Deadlines;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.directory.WaitGraph;
import io.actjs.runtime.due.DueClock;
import io.actjs.runtime.inbox.InboxDoubt;
import io.actjs.runtime.inbox.InboxMessages;
import io.actjs.runtime.inbox.StoredMessages;
import io.actjs.runtime.minting.Minting;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.runtime.pause.Pauses;
import io.actjs.runtime.retention.Sweeper;
import io.actjs.runtime.subscription.Subscriptions;
import io.actjs.runtime.version.Adoptions;
import io.actjs.runtime.worker.Workers;
import io.actjs.storage.Signals;

/** The services shared by the hosts of one runtime. */
public record HostServices(
    RuntimeLimits limits,
    StoreAccess store,
    ClassRegistry registry,
    Adoptions adoptions,
    Directory directory,
    Workers workers,
    WaitGraph waits,
    Deadlines deadlines,
    Subscriptions subscriptions,
    InboxMessages messages,
    InboxDoubt inboxDoubt,
    Pauses pauses,
    StoredMessages stored,
    DueClock due,
    Sweeper sweeper,
    Signals signals,
    RuntimeCounters counters,
    ActorLog log,
    Minting minting,
    Denials denials,
    Budget memory) {

  Clock clock() {
    return store.clock();
  }
}
