package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.v8.V8;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** The runtime's reader of frames and the kernel's are strict, and take the same text the same. */
class FrameSyntaxProperties {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static V8Runtime runtime;
  private static V8ValueObject kernel;

  /** An item, whatever it may mean. */
  record Item(char op, List<Long> numbers, List<@Nullable String> segments) {}

  /**
   * What a reader made of a text.
   *
   * @param error what it refused the text with, or null
   */
  record Reading(List<Item> items, @Nullable String error) {}

  @BeforeContainer
  static void open() throws JavetException {
    runtime = V8.newRuntime();
    kernel = runtime.getExecutor(KernelTestScript.bundle("frame-items.ts")).execute();
  }

  @AfterContainer
  static void close() throws JavetException {
    kernel.close();
    runtime.close();
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.strings().withChars(" \n:-0159AZ").ofMaxLength(20),
        Arbitraries.strings().withChars("\uD83D\uDE00é\u2028\0\"\\").ofMaxLength(10));
  }

  @Provide
  Arbitrary<Item> items() {
    Arbitrary<Long> numbers =
        Arbitraries.longs().between(-FrameReader.MOST_NUMBER, FrameReader.MOST_NUMBER);
    return Combinators.combine(
            Arbitraries.chars().range('A', 'Z'),
            numbers.list().ofMaxSize(6),
            Arbitraries.oneOf(
                texts().injectNull(0.2).list().ofMaxSize(4),
                texts().injectNull(0.2).list().ofMaxSize(FrameReader.MOST)))
        .as(Item::new);
  }

  @Provide
  Arbitrary<List<Item>> frames() {
    return items().list().ofMaxSize(6);
  }

  @Property(tries = 300)
  void anyNumberOfSegmentsComesThrough(@ForAll("frames") List<Item> items)
      throws JavetException, JsonProcessingException {
    String text = written(items);

    assertEquals(new Reading(items, null), readByRuntime(text));
    assertEquals(new Reading(items, null), readByKernel(text));
  }

  @Property(tries = 300)
  void aTruncatedItemIsRefused(@ForAll("items") Item item, @ForAll int cut)
      throws JavetException, JsonProcessingException {
    String text = written(List.of(item));
    String truncated = text.substring(0, 1 + Math.floorMod(cut, text.length() - 1));

    assertRefused(truncated);
  }

  /** One place of a frame is cut, changed, or gets a character more. */
  @Provide
  Arbitrary<String> damagedFrames() {
    Arbitrary<String> patches = Arbitraries.strings().withChars(" :\n-019AZ@\uD83D").ofMaxLength(3);
    return Combinators.combine(
            items().list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.integers().between(0, 2),
            patches)
        .as(
            (items, place, removed, patch) -> {
              String text = written(items);
              // Most of the damage is to be where the syntax is, not in long text.
              int at = place % (place % 2 == 0 ? Math.min(30, text.length()) : text.length());
              int after = Math.min(text.length(), at + removed);
              return text.substring(0, at) + patch + text.substring(after);
            });
  }

  @Property(tries = 2_000)
  void bothReadersTakeDamageTheSame(@ForAll("damagedFrames") String text)
      throws JavetException, JsonProcessingException {
    Reading runtimes = readByRuntime(text);
    Reading kernels = readByKernel(text);

    assertEquals(runtimes.error() == null, kernels.error() == null, runtimes + " / " + kernels);
    if (runtimes.error() == null) {
      assertEquals(runtimes.items(), kernels.items());
    } else {
      assertTrue(runtimes.error().startsWith("malformed frame: no "), runtimes.error());
      assertTrue(kernels.error().startsWith("malformed frame: no "), kernels.error());
    }
  }

  @Example
  void whatIsNoItemIsRefused() throws JavetException, JsonProcessingException {
    List<String> malformed =
        List.of(
            "a 1\n", // no operation
            "\n",
            "A", // no end
            "A 1",
            "A 1:0",
            "A  1\n", // no number
            "A \n",
            "A 1 \n",
            "A -\n",
            "A --1\n",
            "A 1-\n",
            "A +1\n",
            "A 1.5\n",
            "A 1e3\n",
            "A 9007199254740992\n", // one too many for JavaScript
            "A 00000000000000001\n",
            "A:\n", // no length
            "A:1:\na",
            "A:1 1\na", // a number behind a length
            "A:-2\n", // no such length
            "A:-1\na", // text that belongs to no item
            "A:2\na", // longer than the text
            "A:1:9007199254740991\na",
            "A:0\r\n");
    for (String text : malformed) {
      assertRefused(text);
    }
  }

  @Example
  void anItemHasABoundedHeader() throws JavetException, JsonProcessingException {
    assertRefused("A" + " 1".repeat(FrameReader.MOST + 1) + "\n");
    assertRefused("A" + ":0".repeat(FrameReader.MOST + 1) + "\n");
    assertRefused("A" + " 1".repeat(1_000_000));
    assertRefused("A 1" + "0".repeat(1_000_000));
    String longest = "A" + " 1".repeat(FrameReader.MOST) + ":0".repeat(FrameReader.MOST) + "\n";
    assertNull(readByRuntime(longest).error());
    assertNull(readByKernel(longest).error());
  }

  private static void assertRefused(String text) throws JavetException, JsonProcessingException {
    String runtimes = readByRuntime(text).error();
    String kernels = readByKernel(text).error();
    assertNotNull(runtimes, text);
    assertNotNull(kernels, text);
    assertTrue(runtimes.startsWith("malformed frame: no "), runtimes);
    assertTrue(kernels.startsWith("malformed frame: no "), kernels);
  }

  private static String written(List<Item> items) {
    FrameWriter out = new FrameWriter();
    for (Item item : items) {
      out.op(item.op());
      item.numbers().forEach(out::number);
      out.end(item.segments().toArray(String[]::new));
    }
    return out.take();
  }

  private static Reading readByRuntime(String text) {
    FrameReader in = new FrameReader();
    List<Item> items = new ArrayList<>();
    try {
      in.open(text);
      while (in.next()) {
        items.add(present(in));
      }
    } catch (IllegalStateException e) {
      return new Reading(items, e.getMessage());
    }
    return new Reading(items, null);
  }

  private static Item present(FrameReader in) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < in.numberCount(); i++) {
      numbers.add(in.number(i));
    }
    List<@Nullable String> segments = new ArrayList<>();
    for (int i = 0; i < in.segmentCount(); i++) {
      segments.add(in.segment(i));
    }
    return new Item(in.op(), numbers, segments);
  }

  private static Reading readByKernel(String text) throws JavetException, JsonProcessingException {
    JsonNode answer = JSON.readTree(kernel.invokeString("read", text));
    if (answer.isObject()) {
      return new Reading(List.of(), answer.path("error").asText());
    }
    List<Item> items = new ArrayList<>();
    for (JsonNode item : answer) {
      List<Long> numbers = new ArrayList<>();
      item.path("numbers").forEach(number -> numbers.add(number.asLong()));
      List<@Nullable String> segments = new ArrayList<>();
      item.path("segments").forEach(segment -> segments.add(segment.textValue()));
      items.add(new Item(item.path("op").asText().charAt(0), numbers, segments));
    }
    return new Reading(items, null);
  }
}
