package io.actjs.storage.check;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.TurnRecord;
import io.actjs.storage.StoredItem;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckedTagsTest {
  private static final ActorRef A = actor("a");

  private static List<String> damages(List<String> tags, TurnRecord... turns) {
    ActorHead head = null;
    for (TurnRecord turn : turns) {
      head = ActorHead.after(head, turn);
    }
    ActorHead stored =
        new ActorHead(
            A,
            head.version(),
            head.seq(),
            head.epoch(),
            head.phase(),
            head.createdAt(),
            head.updatedAt(),
            tags);
    StoreCheck check = new StoreCheck();
    check.accept(new StoredItem.Actor(A, stored, 0));
    List.of(turns).forEach(turn -> check.accept(new StoredItem.Turn(turn)));
    return check.report().damages().stream().map(Damage::toString).toList();
  }

  @Test
  void theTagsOfAnActorAreThoseOfItsLastTurnThatChangedThem() {
    TurnRecord[] turns = {
      turn(A, 1, 1).tagging(List.of("x")), turn(A, 2, 1).tagging(List.of("y")), turn(A, 3, 1)
    };
    assertEquals(List.of(), damages(List.of("y"), turns));
    List<String> found = damages(List.of("x", "y"), turns);
    assertEquals(1, found.size(), found.toString());
    assertEquals(true, found.getFirst().contains("not those of turn 2"), found.toString());
    assertEquals(List.of(), damages(List.of("older"), turn(A, 1, 1)));
  }
}
