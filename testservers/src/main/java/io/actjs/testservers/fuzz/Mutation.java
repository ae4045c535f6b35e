package io.actjs.testservers.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes inputs of others, for as long as one likes: the same of the same seed. */
final class Mutation {
  private static final int MOST_STEPS = 8;
  private static final int MOST_BYTES = 16 << 10;

  /** Bytes that mean something to those who read texts, lengths or numbers. */
  private static final byte[] TELLING =
      "{}[]\",:\\/.-+~^*=0e9 \n\0\u007f".getBytes(StandardCharsets.US_ASCII);

  private final List<byte[]> corpus;
  private final Random random;

  Mutation(List<byte[]> corpus, long seed) {
    this.corpus = corpus;
    this.random = new Random(seed);
  }

  byte[] next() {
    byte[] input = any();
    int steps = 1 + random.nextInt(MOST_STEPS);
    for (int i = 0; i < steps; i++) {
      input = changed(input);
    }
    return input.length > MOST_BYTES ? Arrays.copyOf(input, MOST_BYTES) : input;
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size())).clone();
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int to = at + random.nextInt(Math.min(input.length - at, 64) + 1);
    return switch (random.nextInt(6)) {
      case 0 -> spliced(input, at, to, new byte[0]);
      case 1 -> spliced(input, at, at, Arrays.copyOfRange(input, at, to));
      case 2 -> spliced(input, at, at, new byte[] {TELLING[random.nextInt(TELLING.length)]});
      case 3 -> spliced(input, at, to, part(any()));
      case 4 -> Arrays.copyOf(input, at);
      default -> {
        if (at < input.length) {
          input[at] ^= (byte) (1 << random.nextInt(8));
        }
        yield input;
      }
    };
  }

  private byte[] part(byte[] other) {
    int from = random.nextInt(other.length + 1);
    return Arrays.copyOfRange(other, from, from + random.nextInt(other.length - from + 1));
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] middle) {
    byte[] whole = Arrays.copyOf(input, from + middle.length + input.length - to);
    System.arraycopy(middle, 0, whole, from, middle.length);
    System.arraycopy(input, to, whole, from + middle.length, input.length - to);
    return whole;
  }
}
