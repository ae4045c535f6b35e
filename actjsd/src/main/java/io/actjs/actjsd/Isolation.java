package io.actjs.actjsd;

import io.actjs.engine.Engine;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.process.ProcessEngine;

/** Where a daemon runs the code of classes. */
public enum Isolation {
  /** In its own process: faster, and what V8 cannot stop ends the daemon. */
  THREAD("in the server's process") {
    @Override
    public Engine open(EngineLimits limits) {
      return Engine.open(limits);
    }
  },
  /** In a process for each worker, which is replaced when it hangs, grows too large or ends. */
  PROCESS("in processes of their own") {
    @Override
    public Engine open(EngineLimits limits) {
      return ProcessEngine.open(limits);
    }
  };

  private final String place;

  Isolation(String place) {
    this.place = place;
  }

  /** An engine that runs it there. */
  public abstract Engine open(EngineLimits limits);

  /** Where handlers run, for a line to read. */
  public String place() {
    return place;
  }
}
