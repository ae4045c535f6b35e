package io.actjs.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import io.actjs.bench.work.Sources;
import io.actjs.model.ActorRef;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.valkey.ValkeyDriver;
import io.actjs.storage.valkey.ValkeyOptions;
import io.actjs.storage.valkey.ValkeyUrl;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How many actors a second a new runtime brings into memory, from the first call to the last
 * answer: from PostgreSQL alone, which is the yardstick, and with a Valkey that has their states.
 * Each has a state of about 10 KB and nothing in its journal after its snapshot.
 */
final class Activations implements Figure {
  private static final int ACTORS = 4000;
  private static final int CONCURRENCY = 64;
  private static final int ITEMS = 100;
  private static final String CLASS = "Inventory";

  @Override
  public String name() {
    return "activate-" + ACTORS;
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    try {
      PostgresUrl database = PostgresUrl.parse(lab.postgres().newDatabase());
      ValkeyUrl valkey = ValkeyUrl.parse(lab.valkey().url());
      write(database);
      // Whoever activates them first copies their states.
      long unused = activateAll(beside(database, valkey), null);
      List<Double> alone = new ArrayList<>();
      List<Double> copied = new ArrayList<>();
      for (int round = 0; round < lab.options().rounds(); round++) {
        alone.add(ACTORS * 1e9 / activateAll(open(database), null));
        ValkeyDriver both = beside(database, valkey);
        copied.add(ACTORS * 1e9 / activateAll(both, both));
      }
      return List.of(
          new FigureLine(name())
              .value(Median.of(copied), "actors/s")
              .yardstick(Median.of(alone))
              .with("rounds", copied.size()));
    } catch (SQLException e) {
      throw new BenchFailure("PostgreSQL: " + e.getMessage());
    }
  }

  private static StorageDriver open(PostgresUrl database) {
    return PostgresDriver.open(database, PostgresOptions.DEFAULT);
  }

  private static ValkeyDriver beside(PostgresUrl database, ValkeyUrl valkey) {
    return ValkeyDriver.open(open(database), valkey, ValkeyOptions.DEFAULT);
  }

  private static List<ActorRef> actors() {
    return IntStream.range(0, ACTORS).mapToObj(i -> new ActorRef(CLASS, "actor-" + i)).toList();
  }

  private static void write(PostgresUrl database) {
    String fill = JsonNodeFactory.instance.objectNode().put("from", 0).put("to", ITEMS).toString();
    try (ActorRuntime runtime = ActorRuntime.builder(open(database)).start()) {
      var unused =
          runtime
              .registry()
              .publish(PublishRequest.of(CLASS, "1.0.0", Sources.of(CLASS)).unchecked(), "bench");
      callEach(runtime, "fill", fill, String.valueOf(ITEMS));
    }
  }

  /**
   * Returns the nanoseconds that it took.
   *
   * @param hits must have served every activation, when it is given
   */
  private static long activateAll(StorageDriver storage, @Nullable ValkeyDriver hits) {
    try (ActorRuntime runtime = ActorRuntime.builder(storage).start()) {
      var unused =
          runtime.call(new ActorRef(CLASS, "warm"), "taken", "{}", CallOptions.DEFAULT).join();
      long begin = System.nanoTime();
      callEach(runtime, "taken", "{}", "0");
      long took = System.nanoTime() - begin;
      if (hits != null && hits.valkeyStats().hits() < ACTORS) {
        throw new BenchFailure("Valkey served " + hits.valkeyStats() + " of " + ACTORS);
      }
      return took;
    }
  }

  /** Calls every actor once, so many at a time. */
  private static void callEach(ActorRuntime runtime, String method, String args, String answer) {
    Semaphore free = new Semaphore(CONCURRENCY);
    List<CompletableFuture<@Nullable String>> calls = new ArrayList<>(ACTORS);
    for (ActorRef actor : actors()) {
      free.acquireUninterruptibly();
      calls.add(
          runtime
              .call(actor, method, args, CallOptions.DEFAULT)
              .whenComplete((result, failure) -> free.release()));
    }
    for (CompletableFuture<@Nullable String> call : calls) {
      if (!answer.equals(call.join())) {
        throw new BenchFailure(method + " answered " + call.join());
      }
    }
  }
}
