package io.actjs.engine.repeat;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.EvaluatedClass;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Migration;
import io.actjs.engine.Migrator;
import io.actjs.engine.Outcome;
import io.actjs.engine.TurnMark;
import java.util.List;

/** An isolate whose turns are noted, to be repeated elsewhere. */
final class RecordingIsolate implements Isolate {
  private final Isolate isolate;
  private final Recorder recorder;

  RecordingIsolate(Isolate isolate, Repeats repeats) {
    this.isolate = isolate;
    this.recorder = new Recorder(repeats);
  }

  @Override
  public Frame newFrame() {
    return new RecordingFrame(isolate.newFrame(), recorder);
  }

  @Override
  public List<Outcome> step(Frame frame) {
    return recorder.take(isolate.step(((RecordingFrame) frame).frame()));
  }

  @Override
  public EvaluatedClass load(int key, CompiledClass compiled) {
    EvaluatedClass evaluated = isolate.load(key, compiled);
    recorder.loaded(key, compiled);
    return evaluated;
  }

  @Override
  public EvaluatedClass load(int key, CompiledClass compiled, long cpuMs) {
    EvaluatedClass evaluated = isolate.load(key, compiled, cpuMs);
    recorder.loaded(key, compiled);
    return evaluated;
  }

  @Override
  public void unload(int key) {
    recorder.unloaded(key);
    isolate.unload(key);
  }

  @Override
  public Migration.Migrated migrate(Migration migration) {
    return isolate.migrate(migration);
  }

  @Override
  public Migrator migrator(int key) {
    return isolate.migrator(key);
  }

  @Override
  public boolean unfinished() {
    return isolate.unfinished();
  }

  @Override
  public TurnMark.Ran ran() {
    return isolate.ran();
  }

  @Override
  public boolean keepsToServer() {
    return isolate.keepsToServer();
  }

  @Override
  public long cpuNanos() {
    return isolate.cpuNanos();
  }

  @Override
  public long heapUsed() {
    return isolate.heapUsed();
  }

  @Override
  public void close() {
    isolate.close();
  }
}
