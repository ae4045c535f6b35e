package io.actjs.storage.move;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.StoreContents;
import io.actjs.storage.StoredItem;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.postgres.TestServer;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import that is cut off goes on where it was, whatever the step. */
class ImportResumeTest {
  private static final int PIECE = 80;

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void export() {
    MemoryDriver store = new MemoryDriver();
    FullStore.fill(store, new Random(11));
    file = Exports.write(store, "e", dir.resolve("export"));
  }

  @Test
  void inMemory() throws IOException {
    MemoryDriver store = new MemoryDriver();
    cutOffAtEveryStep(() -> store);
  }

  @Test
  void inSqlite() throws IOException {
    cutOffAtEveryStep(() -> SqliteDriver.open(dir.resolve("data"), SqliteOptions.DEFAULT));
  }

  @Test
  void inPostgres() throws IOException {
    PostgresUrl url = TestServer.newDatabase();
    cutOffAtEveryStep(() -> PostgresDriver.open(url, PostgresOptions.DEFAULT));
  }

  /** Each attempt gets one step further; every other step's answer is lost. */
  private void cutOffAtEveryStep(Supplier<StorageDriver> open) throws IOException {
    int attempts = 0;
    boolean done = false;
    String lastKnown = "";
    while (!done) {
      try (StorageDriver store = open.get()) {
        var unused =
            StoreImport.run(
                file, new CutOff(store.contents(), attempts % 2 == 0), PIECE, bytes -> {});
        done = true;
      } catch (ActjsException e) {
        assertEquals(ProblemCode.StorageUnavailable, e.code());
        attempts++;
        try (StorageDriver store = open.get()) {
          lastKnown = store.contents().unfinishedImport();
          assertTrue(lastKnown == null || lastKnown.equals("e"));
        }
      }
    }
    assertTrue(attempts > 8, "attempts: " + attempts);
    try (StorageDriver store = open.get()) {
      assertNull(store.contents().unfinishedImport());
      assertEquals(
          Exports.body(file), Exports.body(Exports.write(store, "x", dir.resolve("result"))));
      // Once more: there is nothing to do.
      var unused = StoreImport.run(file, store.contents(), PIECE, bytes -> {});
      assertEquals(
          Exports.body(file), Exports.body(Exports.write(store, "x", dir.resolve("result"))));
    }
  }

  @Test
  void twoImportsAtATimeDoNotMix() throws IOException {
    MemoryDriver store = new MemoryDriver();
    StoreContents contents = store.contents();
    StoreContents.ImportProgress start = contents.begin("e");
    contents.take(List.of(), start, new StoreContents.ImportProgress("e", 5, false));

    ActjsException refusal =
        org.junit.jupiter.api.Assertions.assertThrows(
            ActjsException.class,
            () -> contents.take(List.of(), start, new StoreContents.ImportProgress("e", 9, false)));

    assertEquals(ProblemCode.StoreNotEmpty, refusal.code());
    assertNotNull(contents.unfinishedImport());
  }

  /** Takes one piece and fails with the second, before or after it is stored. */
  private static final class CutOff implements StoreContents {
    private final StoreContents store;
    private final boolean before;
    private int pieces;

    CutOff(StoreContents store, boolean before) {
      this.store = store;
      this.before = before;
    }

    @Override
    public void take(List<StoredItem> items, ImportProgress from, ImportProgress to) {
      boolean fails = ++pieces == 2;
      if (!fails || !before) {
        store.take(items, from, to);
      }
      if (fails) {
        throw new ActjsException(ProblemCode.StorageUnavailable, "cut off");
      }
    }

    @Override
    public Residue wipe() {
      return store.wipe();
    }

    @Override
    public String kind() {
      return store.kind();
    }

    @Override
    public long actors() {
      return store.actors();
    }

    @Override
    public void inspect(Consumer<StoredItem> sink, Remarks remarks) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void read(Consumer<StoredItem> sink) {
      store.read(sink);
    }

    @Override
    public ImportProgress begin(String export) {
      return store.begin(export);
    }

    @Override
    public @Nullable String unfinishedImport() {
      return store.unfinishedImport();
    }

    @Override
    public void backup(Path target) {
      store.backup(target);
    }
  }
}
