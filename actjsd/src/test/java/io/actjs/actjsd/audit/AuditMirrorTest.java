package io.actjs.actjsd.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.Expired;
import io.actjs.storage.memory.MemoryDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditMirrorTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temporary;

  private final AtomicLong now =
      new AtomicLong(Instant.parse("2026-11-26T23:59:59Z").toEpochMilli());
  private final MemoryDriver store = new MemoryDriver();

  private Path dir() {
    return temporary.resolve("mirror");
  }

  private AuditMirror start() {
    return AuditMirror.start(store.registry().audit(), dir(), now::get);
  }

  private void append(int from, int to) {
    store
        .registry()
        .audit()
        .append(
            IntStream.rangeClosed(from, to)
                .mapToObj(i -> new AuditEntry("e" + i, i, "ann", "did", "ä\n\0", "{\n\"n\": 1}"))
                .toList());
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(dir())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(dir())) {
      return files.filter(file -> file.toString().endsWith(".ndjson")).sorted().toList();
    }
  }

  /** The ordinals of all whole lines, in the order of the files. */
  private List<Long> mirrored() throws IOException {
    List<Long> ordinals = new ArrayList<>();
    for (Path file : files()) {
      String text = Files.readString(file);
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
        if (!line.isEmpty()) {
          ordinals.add(JSON.readTree(line).get("ordinal").longValue());
        }
      }
    }
    return ordinals;
  }

  private void awaitMirrored(long last) throws Exception {
    List<Long> expected = LongStream.rangeClosed(1, last).boxed().toList();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!mirrored().equals(expected)) {
      assertTrue(System.nanoTime() < deadline, () -> "not mirrored up to " + last);
      Thread.sleep(20);
    }
  }

  private static void assertRefused(ProblemCode code, Runnable start) {
    assertEquals(code, assertThrows(ActjsException.class, start::run).code());
  }

  @Test
  void entriesFollowEachOtherOverDaysAndRestarts() throws Exception {
    append(1, 3);
    try (AuditMirror _ = start()) {
      awaitMirrored(3);
      append(4, 4);
      awaitMirrored(4);
    }
    append(5, 6);
    now.addAndGet(2_000);
    try (AuditMirror _ = start()) {
      awaitMirrored(6);
    }
    assertEquals(
        List.of("audit-2026-11-26.ndjson", "audit-2026-11-27.ndjson"),
        files().stream().map(file -> file.getFileName().toString()).toList());
    assertEquals(4, Files.readAllLines(files().getFirst()).size());
  }

  @Test
  void whatIsStoredBeforeTheEndIsMirrored() throws Exception {
    AuditMirror mirror = start();
    append(1, 250);
    mirror.close();
    assertEquals(250, mirrored().size());
  }

  @Test
  void aTornLineIsCutOffAndWrittenAgain() throws Exception {
    append(1, 3);
    start().close();
    Path file = files().getFirst();
    byte[] whole = Files.readAllBytes(file);
    for (int cut : new int[] {1, 40, whole.length / 2, whole.length}) {
      Files.write(file, Arrays.copyOf(whole, whole.length - cut));
      start().close();
      assertEquals(new String(whole, UTF_8), Files.readString(file), "cut by " + cut);
    }
  }

  @Test
  void whileTheDirectoryIsAwayTheMirrorWaitsForIt() throws Exception {
    append(1, 2);
    try (AuditMirror _ = start()) {
      awaitMirrored(2);
      Path aside = temporary.resolve("aside");
      Files.move(dir(), aside);
      append(3, 5);
      // The mirror fails at least once before the directory is back.
      Thread.sleep(600);
      Files.move(aside, dir());
      awaitMirrored(5);
    }
  }

  @Test
  void theMirrorOfAnotherStoreIsRefused() throws Exception {
    append(1, 5);
    start().close();
    MemoryDriver other = new MemoryDriver();
    assertRefused(
        ProblemCode.SchemaInvalid,
        () -> AuditMirror.start(other.registry().audit(), dir(), now::get));
    other.registry().audit(new AuditEntry("x", 1, "me", "did", "it", "{}"));
    assertRefused(
        ProblemCode.SchemaInvalid,
        () -> AuditMirror.start(other.registry().audit(), dir(), now::get));
    Files.writeString(files().getFirst(), "no entry\n", StandardOpenOption.APPEND);
    assertRefused(ProblemCode.SchemaInvalid, this::start);
    assertEquals(5, Files.readAllLines(files().getFirst()).size() - 1, "nothing was changed");
  }

  @Test
  void aDirectoryHasOneMirror() {
    try (AuditMirror _ = start()) {
      assertRefused(ProblemCode.DataDirectoryInUse, this::start);
    }
    start().close();
  }

  @Test
  void aDirectoryThatIsAFileIsRefused() throws Exception {
    Files.writeString(dir(), "a file");
    assertRefused(ProblemCode.SchemaInvalid, this::start);
  }

  @Test
  void whatRetentionDroppedMeanwhileIsNotMissedTwice() throws Exception {
    append(1, 3);
    start().close();
    append(4, 6);
    assertEquals(5, store.drop(new Expired.AuditEntries(6), 100));
    start().close();
    append(7, 7);
    start().close();
    assertEquals(List.of(1L, 2L, 3L, 6L, 7L), mirrored());
  }

  @Test
  void aServerMirrorsWhatItAudits() throws Exception {
    DaemonConfig config = DaemonConfig.at(temporary.resolve("data")).withAuditMirror(dir());
    for (int round = 1; round <= 2; round++) {
      try (DaemonFixture server = DaemonFixture.of(config)) {
        server
            .publish(
                "Counter",
                "1.0." + round,
                "import { Actor } from 'actjs'; export class Counter extends Actor<{}> { state = {}; }")
            .assertStatus(201);
        awaitMirrored(round);
      }
    }
  }
}
