package io.actjs.bench.inventory;

import io.actjs.bench.work.Sources;
import io.actjs.model.ActorRef;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.storage.memory.MemoryDriver;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An Inventory in an embedded runtime with one worker, on the memory driver. */
public final class RuntimeInventory implements InventoryActor {
  private static final ActorRef REF = new ActorRef("Inventory", "one");

  private final ActorRuntime runtime = ActorRuntime.builder(new MemoryDriver()).workers(1).start();

  private RuntimeInventory() {}

  public static InventoryActor open() {
    RuntimeInventory actor = new RuntimeInventory();
    var unused =
        actor
            .runtime
            .registry()
            .publish(
                PublishRequest.of(REF.className(), "1.0.0", Sources.of(REF.className()))
                    .unchecked(),
                "test");
    return actor;
  }

  @Override
  public long call(String method, String args) {
    return Long.parseLong(runtime.call(REF, method, args, CallOptions.DEFAULT).join());
  }

  @Override
  public void takeAll(List<String> args) {
    List<CompletableFuture<String>> calls =
        args.stream().map(arg -> runtime.call(REF, "take", arg, CallOptions.DEFAULT)).toList();
    calls.forEach(CompletableFuture::join);
  }

  @Override
  public void close() {
    runtime.close();
  }
}
