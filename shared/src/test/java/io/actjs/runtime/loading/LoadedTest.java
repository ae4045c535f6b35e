package io.actjs.runtime.loading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.storage.ForwardingDriver;
import io.actjs.storage.Records;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadedTest {
  private static final ActorRef ACTOR = Records.actor("a");
  private static final int TURNS = 2_500;

  private final MemoryDriver disk = new MemoryDriver();

  /** An owner before saves a snapshot when turns are read, and drops those before it. */
  private final class Trimmed extends ForwardingDriver {
    Trimmed() {
      super(disk);
    }

    @Override
    public List<TurnRecord> readJournal(ActorRef ref, long fromSeq, int limit) {
      disk.saveSnapshot(new ActorSnapshot(ACTOR, TURNS - 10, Version.parse("1.0.0"), "{}"));
      disk.compact(ACTOR, TURNS - 10);
      return super.readJournal(ref, fromSeq, limit);
    }
  }

  /** Its journal ends too early. */
  private final class Damaged extends ForwardingDriver {
    Damaged() {
      super(disk);
    }

    @Override
    public List<TurnRecord> readJournal(ActorRef ref, long fromSeq, int limit) {
      return List.of();
    }
  }

  @BeforeEach
  void writeTurns() {
    for (int seq = 1; seq <= TURNS; seq++) {
      disk.commit(List.of(Records.turn(ACTOR, seq, 1)));
    }
  }

  private static Loaded peek(StorageDriver driver) {
    return Loaded.peek(driver, ACTOR);
  }

  @Test
  void aSnapshotThatDropsTurnsWhileTheyAreReadIsReadInstead() {
    Loaded loaded = peek(new Trimmed());
    assertEquals(TURNS, loaded.head().seq());
    assertEquals(TURNS - 10, loaded.snapshot().seq());
    assertEquals(10, loaded.turns().size());
  }

  @Test
  void turnsThatAreMissingWithoutANewerSnapshotAreDamage() {
    assertEquals(
        ProblemCode.StoreDamaged,
        assertThrows(ActjsException.class, () -> peek(new Damaged())).code());
  }
}
