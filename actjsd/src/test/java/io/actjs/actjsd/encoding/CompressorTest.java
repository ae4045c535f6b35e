package io.actjs.actjsd.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.Tab;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is compressed comes out again, and nothing comes out that is not wanted. */
class CompressorTest {
  private static final int MIB = 1 << 20;
  private final Budget memory = Budget.root("server", 64 << 20);

  @Property(tries = 200)
  void whatGoesInComesOut(
      @ForAll long seed, @ForAll @IntRange(min = 1024, max = 200_000) int length)
      throws IOException {
    byte[] plain = text(seed, length);
    byte[] file = Compressor.gzip(plain);
    byte[] message = Compressor.message(plain);
    assertNotNull(file);
    assertNotNull(message);
    assertTrue(file.length < plain.length && message.length < plain.length);
    assertArrayEquals(plain, new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes());
    try (Tab tab = new Tab(memory)) {
      assertArrayEquals(plain, Expansion.gunzip(file, tab, 2, length));
      assertArrayEquals(plain, Expansion.message(message, tab, 2, length));
      assertTrue(memory.used() <= 2 * 2 * (2L * length + 4096), () -> "used " + memory.used());
    }
    assertEquals(0, memory.used());
  }

  @Test
  void whatWouldNotBeShorterStaysAsItIs() {
    byte[] noise = new byte[4096];
    new Random(1).nextBytes(noise);
    assertNull(Compressor.gzip(noise));
    assertNull(Compressor.message(noise));
  }

  @Test
  void aBombIsStoppedAtTheLimitAndTakesNoMoreThanThat() {
    byte[] bomb = Compressor.gzip(new byte[50 * MIB]);
    byte[] message = Compressor.message(new byte[50 * MIB]);
    assertNotNull(bomb);
    assertNotNull(message);
    assertTrue(bomb.length < MIB);
    try (Tab tab = new Tab(memory)) {
      assertCode(ProblemCode.PayloadTooLarge, () -> Expansion.gunzip(bomb, tab, 2, MIB));
      assertTrue(memory.used() <= 2 * (MIB + 1), () -> "used " + memory.used());
      assertCode(ProblemCode.PayloadTooLarge, () -> Expansion.message(message, tab, 2, MIB));
    }
    assertEquals(0, memory.used());
    Budget little = Budget.root("little", MIB);
    try (Tab tab = new Tab(little)) {
      assertCode(ProblemCode.CapacityExhausted, () -> Expansion.gunzip(bomb, tab, 2, 40 * MIB));
    }
    assertEquals(0, little.used());
  }

  @Test
  void whatIsExactlyAsLongAsTheLimitFits() {
    byte[] plain = text(7, 10_000);
    byte[] file = Compressor.gzip(plain);
    byte[] message = Compressor.message(plain);
    assertNotNull(file);
    assertNotNull(message);
    try (Tab tab = new Tab(memory)) {
      assertEquals(10_000, Expansion.gunzip(file, tab, 1, 10_000).length);
      assertEquals(10_000, Expansion.message(message, tab, 1, 10_000).length);
      assertCode(ProblemCode.PayloadTooLarge, () -> Expansion.gunzip(file, tab, 1, 9_999));
      assertCode(ProblemCode.PayloadTooLarge, () -> Expansion.message(message, tab, 1, 9_999));
    }
  }

  @Test
  void halfAFileAndGarbageAreRefused() {
    byte[] file = Compressor.gzip(text(3, 5_000));
    assertNotNull(file);
    try (Tab tab = new Tab(memory)) {
      byte[] half = Arrays.copyOf(file, file.length / 2);
      byte[] wrongSum = file.clone();
      wrongSum[file.length - 6] ^= 1;
      for (byte[] broken :
          new byte[][] {half, wrongSum, {1}, "{}".getBytes(StandardCharsets.UTF_8)}) {
        assertCode(ProblemCode.MalformedJson, () -> Expansion.gunzip(broken, tab, 1, MIB));
      }
      byte[] garbage = {(byte) 0xff, (byte) 0xff, 3, 4};
      assertCode(ProblemCode.MalformedJson, () -> Expansion.message(garbage, tab, 1, MIB));
    }
  }

  private static byte[] text(long seed, int length) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(4));
    }
    return bytes;
  }

  private static void assertCode(ProblemCode code, org.junit.jupiter.api.function.Executable work) {
    assertEquals(code, assertThrows(ActjsException.class, work).code());
  }
}
