package io.actjs.runtime;

import static io.actjs.runtime.Forgetting.GONE;
import static io.actjs.runtime.Forgetting.LEDGER;
import static io.actjs.runtime.Forgetting.NOTE;
import static io.actjs.runtime.Forgetting.OTHER;
import static io.actjs.runtime.Forgetting.PATIENT;
import static io.actjs.runtime.Forgetting.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.erasure.ErasureRound.Fate;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import io.actjs.testkit.TestRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person is forgotten: nothing of it is in any byte of the store. */
class PersonErasureTest {
  private static final Map<ActorRef, Fate> FATES =
      Map.of(GONE, Fate.REMOVED, PATIENT, Fate.ERASED, LEDGER, Fate.ERASED, NOTE, Fate.DELETED);

  @TempDir Path folder;

  private TestRuntime open() {
    return TestRuntime.start(SqliteDriver.open(folder, SqliteOptions.DEFAULT));
  }

  private void plantAndRestart() {
    try (TestRuntime runtime = open()) {
      Forgetting.publish(runtime);
      Forgetting.plant(runtime);
    }
  }

  @Test
  void nothingOfAPersonIsInAnyByteOfTheStore() throws Exception {
    plantAndRestart();
    assertFalse(Forgetting.filesWith(folder, SECRET).isEmpty());
    try (TestRuntime runtime = open()) {
      String planted = runtime.read(PATIENT).state();
      assertTrue(planted.contains(SECRET), planted);

      Forgetting.Report seen = Forgetting.look(runtime.runtime(), Forgetting.byTag());
      assertEquals(FATES, seen.fates());
      assertTrue(runtime.read(PATIENT).state().contains(SECRET));

      Forgetting.Report done = Forgetting.forget(runtime.runtime(), Forgetting.byTag());

      assertEquals(FATES, done.fates());
      assertEquals(seen.done().deleted(), done.done().deleted());
      assertEquals(seen.done().messages(), done.done().messages());
      assertEquals(1, done.done().deadLetters());
      assertEquals(1, done.done().replies());
      assertEquals(0, done.done().kept());
      // A reminder in the name of the person is another actor's.
      assertEquals(List.of("actjs.db"), Forgetting.filesWith(folder, SECRET));
      var unused = Forgetting.forget(runtime.runtime(), Forgetting.byPrincipal());
      assertEquals(List.of(), Forgetting.filesWith(folder, SECRET));
      worksOn(runtime, 1);
    }
    assertEquals(List.of(), Forgetting.filesWith(folder, SECRET));
    try (TestRuntime runtime = open()) {
      worksOn(runtime, 2);
    }
    assertEquals(List.of(), Forgetting.filesWith(folder, SECRET));
  }

  private static void worksOn(TestRuntime runtime, int visits) {
    var unused = runtime.runtime().dueWork().resume(PATIENT.className(), PATIENT.id(), "ann");
    assertEquals(Integer.toString(visits + 1), runtime.call(PATIENT, "visit", "null"));
    assertEquals(
        "{\"notes\":[{\"at\":0}],\"visits\":" + (visits + 1) + "}", runtime.read(PATIENT).state());
    assertEquals(List.of("ward"), runtime.runtime().inspect(PATIENT).head().tags());
    // The tick tells nothing, so it stays.
    assertEquals(1, runtime.runtime().maintenance().reminders(PATIENT, 10).size());
    var unusedEvents = runtime.call(LEDGER, "add", "null");
    assertEquals("{\"n\":" + (visits + 2) + "}", runtime.read(LEDGER).state());
    assertEquals(1, runtime.runtime().maintenance().reminders(OTHER, 10).size());
    assertTrue(runtime.read(OTHER).state().contains("bob"));
    assertEquals(
        ProblemCode.ActorNotFound,
        assertThrows(ActjsException.class, () -> runtime.read(NOTE)).code());
  }

  @Test
  void aRequestThatWasDoneIsNotDoneAgain() {
    plantAndRestart();
    try (TestRuntime runtime = open()) {
      var unused = Forgetting.forget(runtime.runtime(), Forgetting.byTag());
      var unusedPause =
          runtime.runtime().dueWork().resume(PATIENT.className(), PATIENT.id(), "ann");
      CallOptions again = CallOptions.DEFAULT.by(Forgetting.ALICE).keyed("once");
      String body = "{\"email\":\"%s\",\"tag\":\"%s\"}".formatted(SECRET, Forgetting.TAG);

      ActjsException refusal =
          assertThrows(
              ActjsException.class,
              () -> TestRuntime.get(runtime.runtime().call(PATIENT, "admit", body, again)));

      assertEquals(ProblemCode.Gone, refusal.code());
      assertFalse(runtime.read(PATIENT).state().contains(SECRET));
    }
  }

  @Test
  void tokensOfThePrincipalGo() throws Exception {
    try (TestRuntime runtime = open()) {
      Forgetting.publish(runtime);
    }
    try (SqliteDriver store = SqliteDriver.open(folder, SqliteOptions.DEFAULT)) {
      store.access().addToken(Forgetting.token(), Forgetting.entry());
    }
    try (TestRuntime runtime = open()) {
      Forgetting.Report done = Forgetting.forget(runtime.runtime(), Forgetting.byPrincipal());
      assertEquals(1, done.done().tokens());
      assertEquals(List.of(), Forgetting.filesWith(folder, SECRET));
    }
  }

  @Test
  void whoWatchesIsShownTheStateWithoutThePerson() {
    plantAndRestart();
    try (TestRuntime runtime = open()) {
      Notes seen = new Notes();
      var subscription =
          TestRuntime.get(runtime.runtime().subscribe(PATIENT, seen, CallOptions.DEFAULT));
      assertTrue(seen.lines.getLast().contains(SECRET));

      var unused = Forgetting.forget(runtime.runtime(), Forgetting.byTag());

      Await.until("the state anew", () -> seen.lines.size() > 1);
      String shown = seen.lines.getLast();
      assertTrue(shown.startsWith("snapshot "), shown);
      assertTrue(shown.endsWith(" {\"notes\":[{\"at\":0}],\"visits\":1}"), shown);
      subscription.close();
    }
  }
}
