package io.actjs.runtime.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.agent.Agent;
import io.actjs.agent.Scheduler;
import io.actjs.model.ActjsException;
import io.actjs.model.Node;
import io.actjs.model.ProblemCode;
import io.actjs.storage.NodeStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The lease of a node, its renewals made by hand. */
class NodeLeaseTest {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Node OTHER_MACHINE = new Node("other", "no-such-machine.invalid", 1, 0);

  private final Store store = new Store();
  private final Hand hand = new Hand();

  /** A store with one row, whose holder lives on when it is looked at, if it is told to. */
  private static final class Store implements NodeStore {
    private @Nullable Node holder;
    private long renewals;
    private int claims;
    private @Nullable ActjsException failure;
    private IntConsumer atClaim = count -> {};

    @Override
    public @Nullable Held claim(Node node, long leaseMs, @Nullable String dead) {
      atClaim.accept(++claims);
      if (holder != null && holder.id().equals(dead)) {
        holder = null;
      }
      if (holder == null) {
        holder = node;
        return null;
      }
      return new Held(holder, renewals, leaseMs);
    }

    @Override
    public boolean renew(Node node, long leaseMs) {
      if (failure != null) {
        throw failure;
      }
      renewals++;
      return node.equals(holder);
    }

    @Override
    public void release(Node node) {
      if (node.equals(holder)) {
        holder = null;
      }
    }
  }

  /** Runs nothing by itself. */
  private static final class Hand implements Scheduler {
    private final List<Agent> agents = new ArrayList<>();

    @Override
    public Running start(Agent agent) {
      agents.add(agent);
      return new Running() {
        @Override
        public void help() {}

        @Override
        public void awaitEnd() {
          assertTrue(agent.isDone());
        }

        @Override
        public void awaitEnd(Duration atMost) {
          awaitEnd();
        }
      };
    }

    @Override
    public ExecutorService pool(String name, int threads) {
      throw new UnsupportedOperationException("a lease needs no pool");
    }

    int renew() {
      return agents.getFirst().doWork();
    }
  }

  private NodeLease take(Duration duration, boolean standby) {
    return NodeLease.take(store, LocalNode.mint(), duration, standby, hand);
  }

  @Test
  void aStandbySaysEachTimeThatItWaits() {
    store.holder = OTHER_MACHINE;
    store.atClaim =
        count -> {
          if (count == 3) {
            store.holder = null;
          }
        };
    List<Integer> waited = new ArrayList<>();
    Runnable waiting = () -> waited.add(store.claims);
    try (NodeLease lease = NodeLease.take(store, LocalNode.mint(), LEASE, true, waiting, hand)) {
      assertNull(lease.closure());
      assertEquals(List.of(1, 2), waited);
    }
  }

  @Test
  void holdsAFreeStoreAndGivesItBack() {
    try (NodeLease lease = take(LEASE, false)) {
      assertNotNull(store.holder);
      assertNull(lease.closure());
      assertEquals(0, hand.renew());
      assertEquals(1, store.renewals);
    }
    assertNull(store.holder);
  }

  @Test
  void isRefusedAtOnceWhileAProcessOfThisMachineHoldsIt() {
    store.holder = LocalNode.mint();
    ActjsException refusal = assertThrows(ActjsException.class, () -> take(LEASE, false));
    assertEquals(ProblemCode.StoreInUse, refusal.code());
    assertTrue(refusal.detail().contains("--standby"), refusal.detail());
    assertTrue(
        refusal.detail().contains("process " + ProcessHandle.current().pid()), refusal.detail());
    assertEquals(1, store.claims);
  }

  @Test
  void replacesAProcessOfThisMachineThatHasEnded() {
    Node here = LocalNode.mint();
    long unused = Long.MAX_VALUE >> 8;
    store.holder = new Node("dead", here.host(), unused, here.startedAt());
    try (NodeLease lease = take(LEASE, false)) {
      assertNull(lease.closure());
    }
  }

  @Test
  void replacesAProcessWhoseNumberAnotherOneHasNow() {
    Node here = LocalNode.mint();
    store.holder = new Node("dead", here.host(), here.pid(), here.startedAt() - 3_600_000);
    try (NodeLease lease = take(LEASE, false)) {
      assertNull(lease.closure());
    }
  }

  @Test
  void isRefusedWhenAHolderOfAnotherMachineRenews() {
    store.holder = OTHER_MACHINE;
    store.atClaim = count -> store.renewals = count / 2;
    assertEquals(
        ProblemCode.StoreInUse,
        assertThrows(ActjsException.class, () -> take(LEASE, false)).code());
  }

  @Test
  void waitsForAHolderOfAnotherMachineThatIsSilent() {
    store.holder = OTHER_MACHINE;
    store.atClaim = count -> store.holder = count == 3 ? null : store.holder;
    try (NodeLease lease = take(LEASE, false)) {
      assertNull(lease.closure());
    }
    assertEquals(3, store.claims);
  }

  @Test
  void aStandbyWaitsForAHolderThatIsAlive() {
    store.holder = LocalNode.mint();
    store.atClaim = count -> store.holder = count == 3 ? null : store.holder;
    try (NodeLease lease = take(LEASE, true)) {
      assertNull(lease.closure());
    }
    assertEquals(3, store.claims);
  }

  @Test
  void nothingMayLeaveWhenItCouldNotBeRenewedInTime() {
    // It ends two seconds before it ends in the store: this one has ended when it begins.
    try (NodeLease lease = take(Duration.ofSeconds(1), false)) {
      store.failure = new ActjsException(ProblemCode.StorageUnavailable, "away");
      assertEquals(0, hand.renew());
      ActjsException closure = lease.closure();
      assertNotNull(closure);
      assertEquals(ProblemCode.StorageUnavailable, closure.code());
      store.failure = null;
      assertEquals(1, hand.renew(), "renews again at once");
    }
  }

  @Test
  void nothingMayLeaveEverAgainWhenAnotherNodeHasTakenIt() {
    try (NodeLease lease = take(LEASE, false)) {
      store.holder = OTHER_MACHINE;
      assertEquals(0, hand.renew());
      ActjsException closure = lease.closure();
      assertNotNull(closure);
      assertEquals(ProblemCode.Fenced, closure.code());
      assertTrue(hand.agents.getFirst().isDone());
    }
    assertEquals(OTHER_MACHINE, store.holder);
  }
}
