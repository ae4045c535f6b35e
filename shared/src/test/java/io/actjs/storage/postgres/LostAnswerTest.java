package io.actjs.storage.postgres;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.ManifestUse;
import io.actjs.model.SigningKey;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.postgres.CutProxy.Cut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Connections that are lost at a COMMIT: what was asked for happens once, and the caller is told.
 */
final class LostAnswerTest {
  private static final ActorRef HELD = new ActorRef("Held", "a");

  private final PostgresUrl server = TestServer.newDatabase();
  private final CutProxy proxy = new CutProxy(server);
  private PostgresDriver driver;

  @BeforeEach
  void open() {
    driver = PostgresDriver.open(proxy.url(), PostgresOptions.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    driver.close();
    proxy.close();
  }

  private List<CommitResult> cut(Cut where, TurnRecord turn) {
    proxy.cutNext(where);
    return driver.commit(List.of(turn));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NOWHERE")
  void aTurnIsStoredOnceWhereverItsCommitIsCut(Cut where) {
    long epoch = driver.activate(actor("a")).epoch();
    InboxMessage sent = message("m1", actor("b"));
    TurnRecord first = turn(actor("a"), 1, epoch, List.of(sent), null);
    assertEquals(List.of(CommitResult.COMMITTED), cut(where, first));
    TurnRecord second = turn(actor("a"), 2, epoch);
    assertEquals(List.of(CommitResult.COMMITTED), cut(where, second));
    assertEquals(List.of(first, second), driver.readJournal(actor("a"), 1, 10));
    assertEquals(List.of(sent), driver.pendingInbox(actor("b"), null, 10));
    assertEquals(2, proxy.cuts());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NOWHERE")
  void whatWasRefusedStaysRefusedWhereverItsCommitIsCut(Cut where) {
    driver.commit(List.of(turn(actor("a"), 1, 1)));
    assertEquals(List.of(CommitResult.CONFLICT), cut(where, turn(actor("a"), 1, 1)));
    assertEquals(1, driver.readJournal(actor("a"), 1, 10).size());
  }

  @Test
  void whileTheServerIsStillAtACommitNobodyTakesItForLost() throws Exception {
    try (HeldCommits held = new HeldCommits(server)) {
      long epoch = driver.activate(HELD).epoch();
      proxy.cutNext(Cut.AT_COMMIT);
      CompletableFuture<List<CommitResult>> commit =
          CompletableFuture.supplyAsync(() -> driver.commit(List.of(turn(HELD, 1, epoch))));
      held.awaitWaiting(2, commit::isDone);
      assertFalse(commit.isDone());
      held.release();
      assertEquals(List.of(CommitResult.COMMITTED), commit.get());
      assertEquals(List.of(turn(HELD, 1, epoch)), driver.readJournal(HELD, 1, 10));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NOWHERE")
  void theRegistryChangesOnceWhereverACommitIsCut(Cut where) {
    AuditEntry entry = new AuditEntry("id", 1, "me", "did", "it", "{}");
    proxy.cutNext(where);
    driver.registry().audit(entry);
    proxy.cutNext(where);
    driver.registry().addManifestUses(List.of(new ManifestUse("sha", 3, 9)));
    proxy.cutNext(where);
    driver.registry().addSigningKey(new SigningKey("kid", "pem", 1, null), entry);
    proxy.cutNext(where);
    driver.registry().publish(Records.published("Shop", "1.0.0", "class Shop {}"), List.of(entry));
    assertEquals(3, driver.registry().auditLog(10).size());
    assertEquals(3, driver.registry().manifestUses().getFirst().count());
    assertEquals(1, driver.registry().signingKeys().size());
    assertEquals(1, driver.registry().classVersions().size());
    assertEquals(4, proxy.cuts());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NOWHERE")
  void accessChangesOnceAndSaysSoWhereverACommitIsCut(Cut where) {
    AuditEntry entry = new AuditEntry("id", 1, "me", "did", "it", "{}");
    proxy.cutNext(where);
    driver.access().addToken(Records.token("t"), entry);
    proxy.cutNext(where);
    assertTrue(driver.access().revokeToken("t", 7, entry));
    proxy.cutNext(where);
    assertTrue(driver.access().revokeCapability(new CapabilityRevocation("j", 9), entry));
    assertEquals(7, driver.access().tokens().getFirst().revokedAt());
    assertEquals(3, driver.registry().auditLog(10).size());
    assertEquals(3, proxy.cuts());
  }

  @Test
  void manyCutsInARowLoseNothingAndDoubleNothing() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Cut> cuts = List.of(Cut.values());
    proxy.cutEach(() -> cuts.get(random.nextInt(cuts.size())));
    long epoch = driver.activate(actor("a")).epoch();
    List<TurnRecord> turns = new ArrayList<>();
    for (int seq = 1; seq <= 40; seq++) {
      TurnRecord turn = turn(actor("a"), seq, epoch);
      assertEquals(List.of(CommitResult.COMMITTED), driver.commit(List.of(turn)), "seed " + seed);
      turns.add(turn);
    }
    assertEquals(turns, driver.readJournal(actor("a"), 1, 100), "seed " + seed);
    assertTrue(proxy.cuts() > 10, "seed " + seed);
  }
}
