package io.actjs.runtime.worker;

import io.actjs.engine.Engine;
import io.actjs.model.Clock;
import io.actjs.policy.Budget;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.env.EnvSnapshot;
import io.actjs.runtime.output.OutputGate;
import io.actjs.storage.Journal;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all workers of a runtime share.
 *
 * @param heapBytes what an isolate's JavaScript heap may hold
 * @param memory what outcomes are charged to before the kernel makes them
 * @param stepChars characters that the outcomes of a step have at most
 * @param standing see {@link LocalCalls}
 * @param env the values that classes read
 * @param clock of the turns that an isolate begins by itself, and of how long steps take
 */
public record WorkerParts(
    Engine engine,
    long heapBytes,
    ClassRegistry registry,
    Journal journal,
    OutputGate gate,
    Budget memory,
    int stepChars,
    LongSupplier standing,
    Supplier<EnvSnapshot> env,
    Clock clock) {}
