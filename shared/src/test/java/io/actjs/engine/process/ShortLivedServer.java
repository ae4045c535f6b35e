package io.actjs.engine.process;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.model.ClassRef;
import io.actjs.model.Version;
import java.util.concurrent.locks.LockSupport;

/** A server that has one process, prints its number when it is idle or busy, and is killed then. */
final class ShortLivedServer {
  private ShortLivedServer() {}

  public static void main(String[] args) {
    EngineLimits limits = EngineLimits.DEFAULT.withHandlerCpuMs(600_000);
    ProcessEngine engine = ProcessEngine.open(limits);
    Isolate isolate = engine.newShortIsolate();
    long pid = ProcessHandle.current().children().findFirst().orElseThrow().pid();
    Thread.ofPlatform().daemon().start(() -> tell(isolate, args[0], pid));
    if (args[0].equals("busy")) {
      work(isolate);
    }
    while (true) {
      LockSupport.park();
    }
  }

  private static void tell(Isolate isolate, String how, long pid) {
    while (how.equals("busy") && isolate.ran().turn() != 2) {
      LockSupport.parkNanos(1_000_000);
    }
    System.out.println(pid);
  }

  private static void work(Isolate isolate) {
    var unused =
        isolate.load(
            1,
            new CompiledClass(
                new ClassRef("Thing", Version.parse("1.0.0")),
                """
                (function (exports, require, actjs) {
                  "use strict";
                  return class Thing extends actjs.Actor {
                    static _handlers = { spin() { const a = []; a[4e9] = 1; a.join(); } };
                  };
                })
                """));
    Frame frame = isolate.newFrame();
    frame.activate(1, 1, "a", 0, null);
    frame.start(1, 1, true, null, 0);
    frame.call(1, 2, "spin", "{}", 0);
    var outcomes = isolate.step(frame);
    System.out.println(outcomes);
  }
}
