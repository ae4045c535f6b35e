package io.actjs.engine.process;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.TextIsolate;
import io.actjs.engine.TurnMark;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An isolate that is in a process of its own. */
final class ProcessIsolate implements TextIsolate {
  private final Thread owner = Thread.currentThread();
  private final WorkerProcess process;
  private final EngineLimits limits;
  private final Consumer<WorkerProcess> giveBack;

  /**
   * @param giveBack is given the process when the isolate is closed
   */
  ProcessIsolate(WorkerProcess process, EngineLimits limits, Consumer<WorkerProcess> giveBack) {
    this.process = process;
    this.limits = limits;
    this.giveBack = giveBack;
  }

  @Override
  public String step(Step step) {
    // Each of its two parts may spend a slice on cheap commands before one that runs for long.
    return ask(
        request ->
            request
                .begin(Op.STEP)
                .number(step.room())
                .number(step.epoch())
                .number(step.nowMs())
                .text(step.frame()),
        2 * (limits.handlerCpuMs() + limits.sliceMs()),
        Wire::text);
  }

  @Override
  public String load(int key, CompiledClass compiled, long cpuMs) {
    return ask(
        request ->
            request
                .begin(Op.LOAD)
                .number(key)
                .number(cpuMs)
                .text(compiled.ref().name())
                .text(compiled.ref().version().toString())
                .text(compiled.javaScript())
                .text(compiled.schemas()),
        cpuMs,
        Wire::text);
  }

  @Override
  public String migrate(String migration) {
    return ask(
        request -> request.begin(Op.MIGRATE).text(migration), limits.handlerCpuMs(), Wire::text);
  }

  @Override
  public @Nullable String migrator(int key) {
    return this.<Maybe>ask(
            request -> request.begin(Op.MIGRATOR).number(key),
            limits.handlerCpuMs(),
            answer -> new Maybe(answer.optionalText()))
        .text();
  }

  private record Maybe(@Nullable String text) {}

  @Override
  public void unload(int key) {
    var unused = ask(request -> request.begin(Op.UNLOAD).number(key), 0, Wire::number);
  }

  @Override
  public long heapUsed() {
    return ask(request -> request.begin(Op.HEAP_USED), 0, Wire::number);
  }

  private <T> T ask(WorkerProcess.Request request, long cpuMs, WorkerProcess.Answer<T> answer) {
    requireOwner();
    return process.ask(request, cpuMs, answer);
  }

  @Override
  public TurnMark mark() {
    return process.mark();
  }

  @Override
  public long cpuNanos() {
    return process.cpuNanos();
  }

  private void requireOwner() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("the isolate belongs to " + owner);
    }
  }

  @Override
  public void close() {
    requireOwner();
    giveBack.accept(process);
  }
}
