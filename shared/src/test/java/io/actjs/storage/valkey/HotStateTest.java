package io.actjs.storage.valkey;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.snapshot;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.actjs.model.ActorRef;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Records;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values in Valkey open with the turn that they are of, whichever version wrote them. */
final class HotStateTest {
  private static final ActorRef A = actor("a");

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aValueOpensWhateverFormatTheJournalHadWhenItWasWritten(int format) {
    TurnRecord turn =
        turn(A, 7, 3, List.of(Records.pinned(message("m1", A), "ab".repeat(32))), "m0");
    byte[] value = HotState.write(snapshot(A, 7), turn, format);
    HotState state = Objects.requireNonNull(HotState.of(value));
    assertEquals(snapshot(A, 7), state.open(turn));
    assertNull(state.open(turn(A, 7, 4)), "another history");
    assertNull(state.open(turn(actor("b"), 7, 3)), "another actor");
  }
}
