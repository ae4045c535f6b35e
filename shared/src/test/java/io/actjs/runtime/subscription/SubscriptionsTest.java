package io.actjs.runtime.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.directory.KeptDeliveries;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Deliveries;
import io.actjs.testkit.ManualClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private static final ActorRef ACTOR = Deliveries.ACTOR;

  private final ManualClock clock = new ManualClock(0);
  private final DeadlineWheel wheel = new DeadlineWheel(20, 0);
  private final Subscriptions subscriptions =
      new Subscriptions(2, new DrivenPresences(new KeptDeliveries(), wheel, clock).presences);

  @Test
  void aClaimKeepsTheActorWatchedBeforeAnybodyIsAttached() {
    assertFalse(subscriptions.any(ACTOR));
    subscriptions.claim(ACTOR);
    assertTrue(subscriptions.any(ACTOR));
    assertEquals(List.of(), subscriptions.of(ACTOR));
    subscriptions.release(ACTOR, null);
    assertFalse(subscriptions.any(ACTOR));
    assertEquals(0, subscriptions.total());
  }

  @Test
  void refusesMoreSubscribersOfOneActorThanTheLimit() {
    subscriptions.claim(ACTOR);
    subscriptions.claim(ACTOR);
    ActjsException refused = assertThrows(ActjsException.class, () -> subscriptions.claim(ACTOR));
    assertEquals(ProblemCode.SubscriberLimit, refused.code());
    subscriptions.claim(new ActorRef("Counter", "b"));
    assertEquals(2, subscriptions.claimed(ACTOR));
    assertEquals(3, subscriptions.total());

    subscriptions.release(ACTOR, null);
    subscriptions.claim(ACTOR);
    assertEquals(3, subscriptions.total());
  }
}
