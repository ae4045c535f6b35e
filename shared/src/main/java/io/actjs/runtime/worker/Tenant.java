package io.actjs.runtime.worker;

import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import org.jspecify.annotations.Nullable;

/** An actor that lives on a worker. Every method is called on the worker's thread. */
public interface Tenant {
  /** Its name in the isolate; never used twice. */
  int number();

  /** The actor. */
  ActorRef ref();

  /** Gives the kernel its next messages, as many as one step may take. */
  void pump();

  /** An answer of the kernel. */
  void on(Outcome outcome);

  /** The isolate is gone, with everything it knew of the actor. */
  void engineLost(ActjsException reason);

  /**
   * The process of the isolate is gone, and this turn is charged with it: it has failed, and so
   * have those in the isolate that wait for it. {@link #isolateLost} follows.
   */
  void turnLost(long turn, ActjsException reason);

  /** The isolate is gone. Turns that have not ended are tried again, unless they awaited. */
  void isolateLost();

  /** Whether whatever of it is in the isolate can be had again from storage and by trying again. */
  boolean isRepeatable();

  /** It is on that worker from now on; called with the locks of both. */
  void moveTo(Worker worker);

  /** Leaves as soon as it can, and comes back where actors of its class are to be. */
  void relocate();

  /** The class that it runs, once that is chosen. */
  LoadedClasses.@Nullable LoadedClass loadedClass();

  /** Whether it may leave memory when it is idle. */
  boolean mayLeave();

  /** Leaves memory if it is idle. */
  void evict();

  /** Milliseconds since 1970. */
  long lastUsedMs();
}
