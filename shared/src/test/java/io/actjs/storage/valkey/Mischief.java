package io.actjs.storage.valkey;

import io.actjs.testservers.TestValkey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/** A Valkey to which at random steps bad things happen. */
final class Mischief implements AutoCloseable {
  /** A frozen Valkey costs little time. */
  private final ValkeyOptions options =
      ValkeyOptions.DEFAULT
          .withPrefix(UUID.randomUUID().toString())
          .withTimeouts(Duration.ofMillis(100), Duration.ofMillis(100))
          .withRetryAfter(Duration.ofMillis(50));

  private final TestValkey valkey = TestValkey.start();
  private final Random random;
  private final List<byte[]> seen = new ArrayList<>();
  private boolean frozen;
  private int acts;

  Mischief(Random random) {
    this.random = random;
  }

  ValkeyUrl url() {
    return ValkeyUrl.parse(valkey.url());
  }

  ValkeyOptions options() {
    return options;
  }

  void step() {
    if (frozen && random.nextBoolean()) {
      valkey.thaw();
      frozen = false;
    }
    if (frozen || random.nextInt(4) != 0) {
      return;
    }
    acts++;
    switch (random.nextInt(12)) {
      case 0 -> valkey.flush();
      case 1 -> valkey.restart();
      case 2 -> {
        valkey.freeze();
        frozen = true;
      }
      case 3 -> poison("rubbish ".repeat(random.nextInt(50)).getBytes(StandardCharsets.UTF_8));
      default -> poison(null);
    }
  }

  int acts() {
    return acts;
  }

  /**
   * Puts a value where it may not belong: this one, or one that was somewhere at some time, of
   * whatever actor.
   */
  private void poison(byte @Nullable [] value) {
    try (Jedis jedis = new Jedis("127.0.0.1", valkey.port())) {
      List<String> keys = jedis.keys("*").stream().sorted().toList();
      for (String key : keys) {
        seen.add(jedis.get(key.getBytes(StandardCharsets.UTF_8)));
      }
      if (!keys.isEmpty()) {
        String key = keys.get(random.nextInt(keys.size()));
        byte[] put = value != null ? value : seen.get(random.nextInt(seen.size()));
        jedis.set(key.getBytes(StandardCharsets.UTF_8), put);
      }
    }
  }

  @Override
  public void close() {
    valkey.close();
  }
}
