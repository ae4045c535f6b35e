package io.actjs.runtime;

import static io.actjs.runtime.Forgetting.NOTE;
import static io.actjs.runtime.Forgetting.PATIENT;
import static io.actjs.runtime.Forgetting.SECRET;
import static io.actjs.runtime.Forgetting.TAG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.runtime.erasure.ErasureRound.Fate;
import io.actjs.runtime.erasure.Person;
import io.actjs.storage.KeptOpen;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A person is forgotten, with every storage call failing or crashing in its turn. */
class PersonErasureCrashTest {
  private static final List<PublishedClass> CLASSES = new ArrayList<>();
  private static final Person PERSON = new Person(SECRET, List.of(TAG), List.of(), null, false);

  @BeforeAll
  static void compile() {
    try (TestRuntime setup = TestRuntime.start(new MemoryDriver())) {
      Forgetting.publish(setup);
      for (String name : List.of("Patient", "Note")) {
        CLASSES.add(setup.runtime().registry().get(new ClassRef(name, Version.parse("1.0.0"))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"FAIL_AFTER", "CRASH_BEFORE"})
  void whatWasAnsweredHoldsAndWhatWasCutShortIsEndedByTheSameAgain(Fault fault) throws Exception {
    FaultAtEveryStep.run(fault, 20, Round::new);
  }

  private static final class Round implements FaultAtEveryStep.Round {
    private boolean answered;

    @Override
    public void prepare(MemoryDriver disk) {
      CLASSES.forEach(each -> disk.registry().publish(each, List.of()));
      try (TestRuntime runtime = TestRuntime.start(new KeptOpen(disk))) {
        String admission = "{\"email\":\"%s\",\"tag\":\"%s\"}".formatted(SECRET, TAG);
        var unused = runtime.call(PATIENT, "admit", admission);
        var keyed = CallOptions.DEFAULT.by(Forgetting.ALICE).keyed("once");
        unused =
            TestRuntime.get(runtime.runtime().call(PATIENT, "remind", "\"" + SECRET + "\"", keyed));
        unused =
            runtime.call(NOTE, "write", "{\"text\":\"%s\",\"tag\":\"%s\"}".formatted(SECRET, TAG));
      }
    }

    @Override
    public void drive(TestRuntime runtime) {
      try {
        var unused = Forgetting.forget(runtime.runtime(), PERSON);
        answered = true;
      } catch (ActjsException e) {
        answered = false;
      }
    }

    @Override
    public void check(MemoryDriver disk, String where) {
      if (answered) {
        assertEquals(List.of(), PersonErasureServersTest.itemsWithTheSecret(disk), where);
      }
      try (TestRuntime runtime = TestRuntime.start(disk)) {
        Forgetting.Report again = Forgetting.forget(runtime.runtime(), PERSON);

        assertEquals(List.of(), PersonErasureServersTest.itemsWithTheSecret(disk), where);
        assertTrue(!answered || again.fates().isEmpty(), where);
        assertTrue(again.fates().getOrDefault(PATIENT, Fate.ERASED) == Fate.ERASED, where);
        assertEquals("1", runtime.call(PATIENT, "visit", "null"), where);
        assertEquals("{\"notes\":[],\"visits\":1}", runtime.read(PATIENT).state(), where);
      }
    }
  }
}
