package io.actjs.testkit;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorView;
import io.actjs.registry.PublishRequest;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.RuntimeBuilder;
import io.actjs.storage.StorageDriver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A runtime for tests: blocking verbs that throw {@link ActjsException} itself, sources published
 * without type check. Everything behind it is the real thing.
 */
public final class TestRuntime implements AutoCloseable {
  private static final long WAIT_SECONDS = 60;

  private final ActorRuntime runtime;

  private TestRuntime(ActorRuntime runtime) {
    this.runtime = runtime;
  }

  /** A runtime over the driver with one worker. */
  public static TestRuntime start(StorageDriver storage) {
    return start(storage, builder -> builder);
  }

  public static TestRuntime start(StorageDriver storage, UnaryOperator<RuntimeBuilder> options) {
    return new TestRuntime(options.apply(ActorRuntime.builder(storage).workers(1)).start());
  }

  public ActorRuntime runtime() {
    return runtime;
  }

  public TestRuntime publish(String name, String version, String source) {
    var unused =
        runtime.registry().publish(PublishRequest.of(name, version, source).unchecked(), "test");
    return this;
  }

  /** Calls and waits; the raw JSON result. */
  public @Nullable String call(ActorRef ref, String method, String args) {
    return get(runtime.call(ref, method, args, CallOptions.DEFAULT));
  }

  public String tell(ActorRef ref, String type, String payload) {
    return get(runtime.tell(ref, type, payload, CallOptions.DEFAULT));
  }

  public ActorView read(ActorRef ref) {
    return get(runtime.read(ref, CallOptions.DEFAULT));
  }

  public void delete(ActorRef ref) {
    get(runtime.delete(ref));
  }

  /** Waits for a future of the runtime. */
  public static <T extends @Nullable Object> T get(CompletableFuture<T> future) {
    try {
      return future.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ActjsException known) {
        throw known;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    runtime.close();
  }
}
