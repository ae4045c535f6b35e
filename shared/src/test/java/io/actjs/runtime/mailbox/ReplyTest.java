package io.actjs.runtime.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorProblems;
import io.actjs.model.ActorView;
import io.actjs.model.Position;
import io.actjs.storage.Records;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ReplyTest {
  private final ActjsException reason = ActorProblems.shuttingDown();

  @Test
  void readsTheAnswerOfItsKind() {
    ActorView view = new ActorView(Deliveries.ACTOR, Records.V1, 3, "{}");
    ActorHead head =
        new ActorHead(Deliveries.ACTOR, Records.V1, 3, 1, ActorHead.Phase.LIVE, 1, 3, List.of());
    assertEquals("1", answered(Reply.ofCall(), new Answer.Result("1", Deliveries.RAN)).join());
    assertNull(answered(Reply.ofCall(), new Answer.Result(null, Deliveries.RAN)).join());
    assertSame(view, answered(Reply.ofQuery(), new Answer.State(view, new Position(3, 1))).join());
    assertSame(head, answered(Reply.ofMove(), new Answer.Moved(head)).join());
    assertNull(answered(Reply.ofDeed(), Answer.Done.DONE).join());
  }

  private static <T> Reply<T> answered(Reply<T> reply, Answer answer) {
    reply.answered(answer);
    return reply;
  }

  @Test
  void failsWithTheReasonItself() {
    Reply<?> reply = Reply.ofCall();
    reply.failed(reason);
    assertSame(reason, assertThrows(CompletionException.class, reply::join).getCause());
  }

  @Test
  void theFirstOutcomeStands() {
    Reply<String> reply = Reply.ofCall();
    assertFalse(reply.abandoned());
    reply.answered(new Answer.Result("1", Deliveries.RAN));
    reply.failed(reason);
    reply.answered(new Answer.Result("2", Deliveries.RAN));
    assertEquals("1", reply.join());
    assertTrue(reply.abandoned(), "what comes later need not be worked for");
  }

  @Test
  void anOutcomeCancelsItsDeadline() {
    DeadlineWheel wheel = new DeadlineWheel(20, 0);
    int[] expired = new int[1];
    Reply<String> answered = Reply.ofCall();
    Reply<String> failed = Reply.ofCall();
    answered.timer(wheel.set(100, () -> expired[0]++));
    failed.timer(wheel.set(100, () -> expired[0]++));
    answered.answered(new Answer.Result(null, Deliveries.RAN));
    failed.failed(reason);
    wheel.advance(1_000);
    assertEquals(0, expired[0]);
  }
}
