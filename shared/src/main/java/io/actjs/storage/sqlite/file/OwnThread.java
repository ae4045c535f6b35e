package io.actjs.storage.sqlite.file;

import io.actjs.agent.ThreadEnd;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Runs long native calls, so that a virtual thread does not hold its carrier. */
public final class OwnThread {
  private OwnThread() {}

  /** Returns or rethrows when the work has ended. */
  public static void run(String name, Runnable work) {
    FutureTask<Boolean> task = new FutureTask<>(work, true);
    ThreadEnd.await(Thread.ofPlatform().name(name).daemon().start(task));
    if (task.state() == Future.State.FAILED) {
      throw task.exceptionNow() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(task.exceptionNow());
    }
  }
}
