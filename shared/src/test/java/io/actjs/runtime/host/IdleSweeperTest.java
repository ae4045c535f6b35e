package io.actjs.runtime.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.Position;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.subscription.Attachment;
import io.actjs.runtime.subscription.Interest;
import io.actjs.runtime.subscription.Introduction;
import io.actjs.runtime.subscription.KeptPast;
import io.actjs.runtime.subscription.Step;
import io.actjs.runtime.subscription.Subscriber;
import org.junit.jupiter.api.Test;

class IdleSweeperTest {
  private static final long IDLE_MS = 60_000;
  private static final RuntimeLimits LIMITS =
      new RuntimeLimits(1024, 1000, 2, IDLE_MS, 10 * IDLE_MS, 5, 100, 1_000);

  private final DrivenHosts world = new DrivenHosts(LIMITS);
  private final IdleSweeper sweeper = new IdleSweeper(LIMITS, world.hosts);

  private static ActorRef actor(int number) {
    return new ActorRef("Counter", "n" + number);
  }

  private void use(int number) {
    assertFalse(world.call(actor(number), "add").isOpen());
  }

  private void passAndSweep(long ms) {
    world.pass(ms);
    sweeper.advance(world.store.clock.nowMs());
    world.run();
  }

  @Test
  void anActorWithoutAMessageForTheIdleTimeLeaves() {
    use(1);
    passAndSweep(IDLE_MS / 2);
    use(2);
    passAndSweep(IDLE_MS / 2 - 1);
    assertEquals(2, world.hosts.size());
    passAndSweep(1_000);
    assertFalse(world.hosts.isActive(actor(1)));
    assertTrue(world.hosts.isActive(actor(2)));
  }

  @Test
  void aboveTheLimitTheLeastRecentlyUsedLeavesAtOnce() {
    use(1);
    world.pass(10);
    use(2);
    world.pass(10);
    use(1);
    world.pass(10);
    use(3);
    assertEquals(3, world.hosts.size());
    passAndSweep(1);
    assertEquals(2, world.hosts.size());
    assertFalse(world.hosts.isActive(actor(2)));
  }

  @Test
  void fault23_aboveTheLimitItLooksAtAllActorsFiveTimesASecondAtMost() {
    for (int i = 1; i <= 3; i++) {
      use(i);
      world.pass(10);
    }
    passAndSweep(1);
    assertEquals(2, world.hosts.size());
    assertFalse(world.hosts.isActive(actor(1)));
    assertTrue(world.hosts.isActive(actor(3)));
    use(4);
    passAndSweep(IdleSweeper.CROWDED_MS - 1);
    assertEquals(3, world.hosts.size(), "those that are told to leave get the time to");
    passAndSweep(1);
    assertEquals(2, world.hosts.size());
  }

  @Test
  void anActorThatSomebodyWatchesStays() {
    use(1);
    Attachment attachment =
        new Attachment(
            new Interest(actor(1), null, false, Headers.NONE, null, Introduction.anonymous()),
            new Blind(),
            world.hosts.services().subscriptions(),
            world.directory(),
            KeptPast.NONE);
    var opened = attachment.open();
    world.run();
    assertTrue(opened.isDone());
    passAndSweep(2 * IDLE_MS);
    assertTrue(world.hosts.isActive(actor(1)));
    attachment.close();
    passAndSweep(2 * IDLE_MS);
    assertEquals(0, world.hosts.size());
  }

  @Test
  void anActorThatAwaitsStays() {
    var waiting = world.call(actor(1), "wait");
    passAndSweep(2 * IDLE_MS);
    assertTrue(world.hosts.isActive(actor(1)));
    assertTrue(waiting.isOpen());
  }

  private static final class Blind implements Subscriber {
    @Override
    public void snapshot(Position at, String state) {}

    @Override
    public void change(Step step) {}

    @Override
    public void ended(ActjsException reason) {}

    @Override
    public void tombstone(long prevSeq, long seq) {}
  }
}
