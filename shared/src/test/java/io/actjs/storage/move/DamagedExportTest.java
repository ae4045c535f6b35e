package io.actjs.storage.move;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.Records;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not what was written is refused, and the message names the line. */
class DamagedExportTest {
  /** Every fifth byte: each kind of line is long enough to be hit. */
  private static final int STEP = 5;

  @TempDir Path dir;
  private Path whole;
  private List<String> lines;

  @BeforeEach
  void export() throws IOException {
    MemoryDriver store = new MemoryDriver();
    for (String id : List.of("a", "b", "c")) {
      commit(store, id);
    }
    store.registry().publish(Records.published("Counter", "1.0.0", "source"), List.of());
    store.registry().publish(Records.published("Counter", "1.0.1", "source"), List.of());
    whole = Exports.write(store, "e", dir.resolve("whole"));
    lines = Arrays.asList(Files.readString(whole).split("\n"));
    assertEquals(21, lines.size());
  }

  private static void commit(StorageDriver store, String id) {
    var unused =
        store.commit(
            List.of(
                Records.turn(Records.actor(id), 1, 1),
                Records.turn(Records.actor(id), 2, 1),
                Records.turn(Records.actor(id), 3, 1)));
  }

  private String refusal(List<String> damaged) throws IOException {
    List<String> ended = new ArrayList<>(damaged);
    ended.add("");
    return refusal(Exports.lines(dir.resolve("damaged"), ended));
  }

  private static String refusal(Path file) {
    ActjsException refusal =
        assertThrows(ActjsException.class, () -> StoreImport.verify(file, bytes -> {}));
    assertEquals(ProblemCode.ExportInvalid, refusal.code(), refusal.detail());
    return refusal.detail();
  }

  @Test
  void theWholeFileIsRight() throws IOException {
    Totals totals = StoreImport.verify(whole, bytes -> {}).totals();

    assertEquals(new Totals(2, 3, 9, 14), totals);
  }

  @Test
  void aLineThatIsMissingIsNoticed() throws IOException {
    for (int i = 0; i < lines.size(); i++) {
      List<String> damaged = new ArrayList<>(lines);
      damaged.remove(i);
      assertNames(refusal(damaged), i);
    }
  }

  @Test
  void aLineThatIsThereTwiceIsNoticed() throws IOException {
    for (int i = 0; i < lines.size(); i++) {
      List<String> damaged = new ArrayList<>(lines);
      damaged.add(i, lines.get(i));
      assertNames(refusal(damaged), i);
    }
  }

  @Test
  void twoLinesThatChangePlacesAreNoticed() throws IOException {
    for (int i = 1; i < lines.size(); i++) {
      List<String> damaged = new ArrayList<>(lines);
      damaged.set(i, damaged.set(i - 1, damaged.get(i)));
      assertNames(refusal(damaged), i - 1);
    }
  }

  @Test
  void aByteThatIsAnotherIsNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    Random random = new Random(1);
    int line = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte before = bytes[i];
      if (i % STEP == 0 || before == '\n') {
        bytes[i] = (byte) (before ^ (1 << random.nextInt(8)));
        assertNames(refusal(Files.write(dir.resolve("damaged"), bytes)), line);
        bytes[i] = before;
      }
      line += before == '\n' ? 1 : 0;
    }
  }

  @Test
  void fuzz3_aLineThatIsNoTextInAnyEncodingIsNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    byte[] damaged = new byte[11 + bytes.length];
    System.arraycopy(bytes, 0, damaged, 11, bytes.length);

    assertNames(refusal(Files.write(dir.resolve("damaged"), damaged)), 0);
  }

  @Test
  void aFileThatIsCutAnywhereIsNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length += STEP) {
      refusal(Files.write(dir.resolve("cut"), Arrays.copyOf(bytes, length)));
    }
  }

  @Test
  void aCompressedFileThatIsCutOrDamagedIsNoticed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      Files.copy(whole, gzip);
    }
    byte[] bytes = out.toByteArray();
    Path file = dir.resolve("file.gz");
    assertEquals(9, StoreImport.verify(Files.write(file, bytes), read -> {}).totals().turns());
    for (int i = 2; i < bytes.length; i += STEP) {
      refusal(Files.write(file, Arrays.copyOf(bytes, i)));
    }
    for (int i = bytes.length / 4; i < bytes.length; i += STEP) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 4;
      refusal(Files.write(file, damaged));
    }
  }

  @Test
  void whatIsBehindTheEndIsNoticed() throws IOException {
    List<String> damaged = new ArrayList<>(lines);
    damaged.add("{}");
    assertTrue(refusal(damaged).startsWith("line 22: the file continues"), refusal(damaged));
  }

  @Test
  void anExportOfALaterFormatIsToldApart() throws IOException {
    List<String> later = new ArrayList<>(lines);
    later.set(0, "{\"type\":\"export\",\"format\":7}");
    assertTrue(refusal(later).contains("has the format 7"), refusal(later));
  }

  /** The line itself, or one that follows: a sum comes after what it is of. */
  private static void assertNames(String detail, int index) {
    var number = java.util.regex.Pattern.compile("line (\\d+)").matcher(detail);
    assertTrue(number.find(), detail);
    assertTrue(Integer.parseInt(number.group(1)) >= index, detail + " for line " + (index + 1));
  }
}
