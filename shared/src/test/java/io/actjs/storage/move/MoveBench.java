package io.actjs.storage.move;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Records;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast a store is exported, checked and imported, with the disk synced as in production. Each
 * figure is of the same actors and turns; the counts are held against those that were made.
 *
 * <p>{@code java -cp … io.actjs.storage.move.MoveBench DIRECTORY [ACTORS] [TURNS]}
 */
final class MoveBench {
  private static final String CHANGE =
      "[{\"op\":\"replace\",\"path\":\"/items/17/quantity\",\"value\":12345},"
          + "{\"op\":\"add\",\"path\":\"/log/-\",\"value\":\"changed\"}]";
  private static final int BATCH = 1000;

  private final Path dir;
  private final long actors;
  private final long turns;

  private MoveBench(Path dir, long actors, long turns) {
    this.dir = dir;
    this.actors = actors;
    this.turns = turns;
  }

  public static void main(String[] args) throws IOException {
    long actors = args.length > 1 ? Long.parseLong(args[1]) : 20_000;
    long turns = args.length > 2 ? Long.parseLong(args[2]) : 10;
    new MoveBench(Files.createDirectories(Path.of(args[0])), actors, turns).run();
  }

  private interface Step {
    Totals run() throws IOException;
  }

  private void run() throws IOException {
    Path file = dir.resolve("export.ndjson");
    try (StorageDriver store = sqlite("source")) {
      fill(store);
    }
    try (StorageDriver store = sqlite("source")) {
      figure("export from sqlite", () -> export(store, file));
    }
    System.out.println("{\"figure\":\"file\",\"bytes\":" + Files.size(file) + "}");
    figure("verify", () -> StoreImport.verify(file, bytes -> {}).totals());
    try (StorageDriver store = sqlite("target")) {
      figure("import into sqlite", () -> take(file, store));
    }
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(dir.resolve("postgres"))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start()) {
      String url = "postgres://postgres@localhost:" + server.getPort() + "/postgres";
      try (StorageDriver store =
          PostgresDriver.open(PostgresUrl.parse(url), PostgresOptions.DEFAULT)) {
        figure("import into postgres", () -> take(file, store));
        figure("export from postgres", () -> export(store, dir.resolve("again.ndjson")));
      }
    }
  }

  private StorageDriver sqlite(String name) {
    return SqliteDriver.open(dir.resolve(name), SqliteOptions.DEFAULT);
  }

  private void fill(StorageDriver store) {
    List<JournalEntry> batch = new ArrayList<>();
    for (long actor = 0; actor < actors; actor++) {
      ActorRef ref = new ActorRef("Cart", "customer-%09d".formatted(actor));
      for (long seq = 1; seq <= turns; seq++) {
        batch.add(TurnRecord.of(ref, seq, 1, Records.V1, 1_000 + seq, new Change.Patch(CHANGE)));
        if (batch.size() == BATCH) {
          var unused = store.commit(batch);
          batch.clear();
        }
      }
    }
    if (!batch.isEmpty()) {
      var unused = store.commit(batch);
    }
  }

  private static Totals export(StorageDriver store, Path file) throws IOException {
    ExportHeader header = new ExportHeader("bench", store.contents().kind(), 0, "bench");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      return StoreExport.write(store.contents(), header, out, totals -> {});
    }
  }

  private static Totals take(Path file, StorageDriver store) throws IOException {
    return StoreImport.run(file, store.contents(), bytes -> {}).totals();
  }

  private void figure(String name, Step step) throws IOException {
    long start = System.nanoTime();
    Totals totals = step.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (totals.actors() != actors || totals.turns() != actors * turns) {
      throw new AssertionError(totals);
    }
    System.out.printf(
        "{\"figure\":\"%s\",\"actorsPerSecond\":%.0f,\"turnsPerSecond\":%.0f,\"seconds\":%.2f}%n",
        name, actors / seconds, actors * turns / seconds, seconds);
  }
}
