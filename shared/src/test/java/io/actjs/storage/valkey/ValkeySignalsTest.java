package io.actjs.storage.valkey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.actjs.model.ActorRef;
import io.actjs.storage.Signals.Signal;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testservers.TestValkey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

final class ValkeySignalsTest {
  private static final Signal CHANGED = new Signal.RegistryChanged();
  private static final Signal LOOK = new Signal.ReminderSet(0);

  private final ValkeyOptions options =
      ValkeyOptions.DEFAULT
          .withPrefix(UUID.randomUUID().toString())
          .withRetryAfter(Duration.ofMillis(20));

  /** A server that listens. */
  private record Node(ValkeyDriver driver, BlockingQueue<Signal> heard) implements AutoCloseable {
    static Node on(TestValkey valkey, ValkeyOptions options) throws InterruptedException {
      ValkeyDriver driver =
          ValkeyDriver.open(new MemoryDriver(), ValkeyUrl.parse(valkey.url()), options);
      Node node = new Node(driver, new LinkedBlockingQueue<>());
      driver.signals().listen(node.heard::add);
      return node;
    }

    void send(Signal signal) {
      driver.signals().send(signal);
    }

    /** Waits for the signal; others that come before it are let go. */
    void awaitSignal(Signal expected) throws InterruptedException {
      Signal next = heard.poll(30, TimeUnit.SECONDS);
      while (next != null && !next.equals(expected)) {
        next = heard.poll(30, TimeUnit.SECONDS);
      }
      assertNotNull(next, () -> "no " + expected);
    }

    @Override
    public void close() {
      driver.close();
    }
  }

  @Test
  void othersHearASignalAndItsSenderDoesNot() throws InterruptedException {
    try (Node a = Node.on(TestValkey.shared(), options);
        Node b = Node.on(TestValkey.shared(), options)) {
      awaitEachOther(a, b);
      Signal.Activated activated = new Signal.Activated(new ActorRef("Cart", "a/b ä🦀 :x"), 77);
      a.send(activated);
      b.awaitSignal(activated);
      a.send(new Signal.ReminderSet(123));
      b.awaitSignal(new Signal.ReminderSet(123));
      b.send(CHANGED);
      a.awaitSignal(CHANGED);
      // All that a has sent came before what it hears now, and none of it came back.
      assertNull(a.heard.poll());
    }
  }

  /** Both are subscribed, and know that they are not alone. */
  private static void awaitEachOther(Node a, Node b) throws InterruptedException {
    Signal fromA = new Signal.Activated(new ActorRef("Hello", "a"), 1);
    Signal fromB = new Signal.Activated(new ActorRef("Hello", "b"), 1);
    while (!a.heard.contains(fromB) || !b.heard.contains(fromA)) {
      a.send(fromA);
      b.send(fromB);
      a.send(CHANGED);
      b.send(CHANGED);
      TimeUnit.MILLISECONDS.sleep(5);
    }
    Signal last = new Signal.ReminderSet(7);
    a.send(last);
    b.awaitSignal(last);
    b.send(last);
    a.awaitSignal(last);
  }

  @Test
  void whoWasCutOffLooksAtEverything() throws InterruptedException {
    try (TestValkey valkey = TestValkey.start();
        Node node = Node.on(valkey, options)) {
      valkey.restart();
      node.heard.clear();
      valkey.restart();
      node.awaitSignal(LOOK);
      node.awaitSignal(CHANGED);
    }
  }

  @Test
  void rubbishOnTheChannelIsSkipped() throws InterruptedException {
    try (Node node = Node.on(TestValkey.shared(), options);
        Jedis jedis = new Jedis("127.0.0.1", TestValkey.shared().port())) {
      String channel = options.prefix() + ":signals";
      while (jedis.pubsubNumSub(channel).get(channel) == 0) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      for (String text :
          List.of(
              "",
              "\n\n",
              "x\nreminder soon\nreminder 99999999999999999999\nactivated\nactivated 1\nwhat",
              "x\nactivated 1 /\nactivated 1 a b/\nactivated x Cart/a\nactivated  Cart/a")) {
        jedis.publish(channel, text);
      }
      Signal.ReminderSet last = new Signal.ReminderSet(5);
      jedis.publish(channel, "x\nrubbish\nreminder 5");
      Set<Signal> heard = new HashSet<>();
      while (!heard.contains(last)) {
        heard.add(Objects.requireNonNull(node.heard.poll(30, TimeUnit.SECONDS)));
      }
      // The first two may come from the subscription itself.
      heard.removeAll(Set.of(LOOK, CHANGED, last));
      assertEquals(Set.of(), heard);
    }
  }

  @Test
  void sendingToAValkeyThatIsAwayNeitherFailsNorCollects() throws InterruptedException {
    try (TestValkey valkey = TestValkey.start();
        Node node = Node.on(valkey, options)) {
      valkey.kill();
      for (int i = 0; i < 100_000; i++) {
        node.send(new Signal.Activated(new ActorRef("Cart", "c" + i), i));
        node.send(new Signal.ReminderSet(i));
        node.send(CHANGED);
      }
      node.heard.clear();
      valkey.restart();
      node.awaitSignal(LOOK);
    }
  }
}
