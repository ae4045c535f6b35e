package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import io.actjs.storage.StorageStats;
import io.actjs.storage.codec.ByteWriter;
import io.actjs.storage.codec.JournalCodec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns a second that one thread makes durable, with their share of folding and checkpoints, beside
 * a bare synced append of the same bytes. An acknowledgement is the return of {@code commit}.
 *
 * <p>{@code java -cp … io.actjs.storage.sqlite.CommitBench DIRECTORY [SECONDS [BATCH ACTORS]]}
 */
final class CommitBench {
  private static final String CHANGE =
      "[{\"op\":\"replace\",\"path\":\"/items/17/quantity\",\"value\":12345},"
          + "{\"op\":\"replace\",\"path\":\"/total\",\"value\":987654.25},"
          + "{\"op\":\"add\",\"path\":\"/log/-\",\"value\":\"changed\"}]";

  private CommitBench() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 3;
    if (args.length > 2) {
      commit(
          directory.resolve("db"), Integer.parseInt(args[2]), Integer.parseInt(args[3]), seconds);
      return;
    }
    for (int batch : new int[] {1, 16, 64, 256}) {
      appendToFile(directory.resolve("raw-" + batch), batch, seconds);
      for (int actors : new int[] {1, 1000}) {
        commit(directory.resolve("db-" + batch + "-" + actors), batch, actors, seconds);
      }
    }
  }

  private static void appendToFile(Path file, int batch, double seconds) throws IOException {
    ActorRef ref = new ActorRef("Counter", "actor-0");
    long turns = 0;
    long start = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (elapsed(start) < seconds) {
        ByteWriter out = new ByteWriter(320 * batch);
        for (int i = 0; i < batch; i++) {
          JournalCodec.writeEntry(out, turn(ref, ++turns));
        }
        channel.write(ByteBuffer.wrap(out.toByteArray()));
        channel.force(false);
      }
    }
    System.out.printf(
        "{\"figure\":\"synced append\",\"batch\":%d,\"turnsPerSecond\":%.0f}%n",
        batch, turns / elapsed(start));
    Files.delete(file);
  }

  private static void commit(Path dataDir, int batch, int actors, double seconds)
      throws IOException {
    long[] seqs = new long[actors];
    ActorRef[] refs = new ActorRef[actors];
    for (int i = 0; i < actors; i++) {
      refs[i] = new ActorRef("Counter", "actor-" + i);
    }
    long turns = 0;
    List<Long> nanos = new ArrayList<>();
    long start = System.nanoTime();
    double commitCpu = 0;
    double foldCpu = 0;
    StorageStats stats;
    double closing;
    try (SqliteDriver driver = SqliteDriver.open(dataDir, SqliteOptions.DEFAULT)) {
      double earlierCpu = cpuMicros("main");
      start = System.nanoTime();
      while (elapsed(start) < seconds) {
        List<JournalEntry> entries = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
          int actor = (int) (turns++ % actors);
          entries.add(turn(refs[actor], ++seqs[actor]));
        }
        long before = System.nanoTime();
        List<CommitResult> results = driver.commit(entries);
        nanos.add(System.nanoTime() - before);
        if (results.stream().anyMatch(result -> result != CommitResult.COMMITTED)) {
          throw new IllegalStateException("refused: " + results);
        }
      }
      stats = driver.stats();
      commitCpu = cpuMicros("main") - earlierCpu;
      foldCpu = cpuMicros("actjs-fold");
      long beforeFold = System.nanoTime();
      driver.foldAll();
      closing = elapsed(beforeFold);
    }
    double total = elapsed(start);
    nanos.sort(Comparator.naturalOrder());
    System.out.printf(
        "{\"figure\":\"durable turns\",\"batch\":%d,\"actors\":%d,\"turnsPerSecond\":%.0f,"
            + "\"withLastFold\":%.0f,\"lastFoldSeconds\":%.3f,\"commitCpuMicros\":%.2f,\"foldCpuMicros\":%.2f,"
            + "\"syncsPerTurn\":%.4f,\"p50Micros\":%.0f,"
            + "\"p99Micros\":%.0f,\"maxMicros\":%.0f}%n",
        batch,
        actors,
        turns / seconds,
        turns / total,
        closing,
        commitCpu / turns,
        foldCpu / turns,
        (double) stats.syncs() / turns,
        nanos.get(nanos.size() / 2) / 1e3,
        nanos.get(nanos.size() * 99 / 100) / 1e3,
        nanos.getLast() / 1e3);
    try (Stream<Path> files = Files.walk(dataDir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static TurnRecord turn(ActorRef ref, long seq) {
    return new TurnRecord(
        ref,
        seq,
        1,
        Records.V1,
        1_700_000_000_000L,
        new Change.Patch(CHANGE),
        List.of(),
        List.of(),
        null);
  }

  private static double cpuMicros(String threadName) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
            .filter(info -> info != null && info.getThreadName().equals(threadName))
            .mapToLong(info -> threads.getThreadCpuTime(info.getThreadId()))
            .sum()
        / 1e3;
  }

  private static double elapsed(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
